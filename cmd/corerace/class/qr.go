package class

import (
	"fmt"
	"html/template"
	"strings"

	qr "github.com/piglig/go-qr"
)

// Address is what students type: scheme, host and port.
func (s *Server) Address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// SetAddress says where students reach the server.
func (s *Server) SetAddress(a string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address = a
}

// JoinLink is what the QR code says.
func (s *Server) JoinLink() string { return s.Address() + "/j/" + s.room.Code }

// qr is the join link as a picture, dark on light in either scheme, as phones expect; "" where there is none.
func (s *Server) qr() template.HTML {
	code, err := qr.EncodeText(s.JoinLink(), qr.Low)
	if err != nil {
		return ""
	}
	const quiet = 4 // modules around it
	n := code.Size() + 2*quiet
	var path strings.Builder
	for y := range code.Size() {
		for x := 0; x < code.Size(); x++ {
			from := x
			for x < code.Size() && code.Module(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return template.HTML(fmt.Sprintf(`<svg class="qr" role="img" aria-label="QR code of the address to join" `+
		`viewBox="0 0 %d %d" shape-rendering="crispEdges"><rect width="%d" height="%d" fill="#fff"/>`+
		`<path fill="#000" d="%s"/></svg>`, n, n, n, n, path.String()))
}

// qrText is the join link as a picture of characters, two rows a line, for a terminal.
func qrText(link string) string {
	code, err := qr.EncodeText(link, qr.Low)
	if err != nil {
		return ""
	}
	const quiet = 2
	dark := func(x, y int) bool {
		return x >= 0 && y >= 0 && x < code.Size() && y < code.Size() && code.Module(x, y)
	}
	var b strings.Builder
	for y := -quiet; y < code.Size()+quiet; y += 2 {
		b.WriteString("\x1b[30;107m") // black on white, whatever the terminal's colours are
		for x := -quiet; x < code.Size()+quiet; x++ {
			b.WriteString([...]string{" ", "▄", "▀", "█"}[btoi(dark(x, y))*2+btoi(dark(x, y+1))])
		}
		b.WriteString("\x1b[0m\n")
	}
	return b.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
