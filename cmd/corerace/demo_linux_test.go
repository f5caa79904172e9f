package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/testkit"
)

// openTerminal opens a pseudo-terminal of a width: the side of whoever looks at it, and the side of the program.
func openTerminal(t *testing.T, columns int) (outside, inside *os.File) {
	t.Helper()
	outside, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		testkit.Missing(t, "terminal", err.Error())
	}
	t.Cleanup(func() { outside.Close() })
	fd := int(outside.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if inside, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		testkit.Missing(t, "terminal", err.Error())
	}
	size := unix.Winsize{Row: 30, Col: uint16(columns)}
	if err := unix.IoctlSetWinsize(int(inside.Fd()), unix.TIOCSWINSZ, &size); err != nil {
		t.Fatal(err)
	}
	return outside, inside
}

// onTerminal runs the command on a terminal and presses a key whenever it asks for one. It returns what was written.
func onTerminal(t *testing.T, columns int, args ...string) string {
	t.Helper()
	outside, inside := openTerminal(t, columns)
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asCommand+"=1", "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = inside, inside, inside
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	inside.Close()
	var written bytes.Buffer
	buffer, asked := make([]byte, 1<<16), 0
	for {
		n, err := outside.Read(buffer)
		written.Write(buffer[:n])
		if now := strings.Count(written.String(), "goes on]"); now > asked {
			asked = now
			outside.WriteString("x")
		}
		if err != nil { // EIO: nobody has the other side open any more
			if !errors.Is(err, syscall.EIO) {
				t.Error(err)
			}
			break
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v: %v\n%s", args, err, written.String())
	}
	if asked == 0 {
		t.Errorf("nobody was asked:\n%s", written.String())
	}
	return written.String()
}

// A screenOf is what a terminal shows that scrolls without end.
type screenOf struct {
	lines    [][]rune
	row, col int
	columns  int
	wrapped  int
}

var sequence = regexp.MustCompile(`^\x1b\[([?0-9;]*)([A-Za-z])`)

// write does what a terminal does with a text: the sequences that demo uses, and the end of a line.
func (s *screenOf) write(text string) {
	for len(text) > 0 {
		if m := sequence.FindStringSubmatch(text); m != nil {
			s.obey(m[1], m[2])
			text = text[len(m[0]):]
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		switch r {
		case '\r':
			s.col = 0
		case '\n':
			s.row++
		default:
			if s.col == s.columns {
				s.row, s.col, s.wrapped = s.row+1, 0, s.wrapped+1
			}
			line := s.line()
			for len(*line) <= s.col {
				*line = append(*line, ' ')
			}
			(*line)[s.col] = r
			s.col++
		}
	}
}

// line is the line that the cursor is in.
func (s *screenOf) line() *[]rune {
	for len(s.lines) <= s.row {
		s.lines = append(s.lines, nil)
	}
	return &s.lines[s.row]
}

// obey moves the cursor up, or clears what is behind it.
func (s *screenOf) obey(argument, command string) {
	switch command {
	case "A":
		n, _ := strconv.Atoi(argument)
		s.row = max(0, s.row-n)
	case "K", "J":
		line := s.line()
		*line = (*line)[:min(len(*line), s.col)]
		if command == "J" {
			s.lines = s.lines[:s.row+1]
		}
	}
}

func (s *screenOf) text() string {
	var b strings.Builder
	for _, line := range s.lines {
		fmt.Fprintln(&b, strings.TrimRight(string(line), " "))
	}
	return b.String()
}

func TestDemoFitsATerminal(t *testing.T) {
	for _, columns := range []int{60, 80, 120} {
		began := time.Now()
		s := &screenOf{columns: columns}
		s.write(onTerminal(t, columns, "demo", "--lang", "en", "--replay", "two-cores-busy", "--seconds", "0.1"))
		text := s.text()
		if s.wrapped > 0 {
			t.Errorf("%d columns: %d lines wrap:\n%s", columns, s.wrapped, text)
		}
		acts := strings.Count(text, "[recording]")
		for _, want := range []string{"Other programs had", "█ this program, ▒ other programs, · idle"} {
			if n := strings.Count(strings.Join(strings.Fields(text), " "), want); n != acts || n < 2 {
				t.Errorf("%d columns: %q is there %d times, of %d modes:\n%s", columns, want, n, acts, text)
			}
		}
		if wide := strings.Contains(text, "▒▒▒▒▒ ▒▒▒▒▒  ▒ ▒"); wide != (columns >= 100) {
			t.Errorf("%d columns: a large figure is there: %v\n%s", columns, wide, text)
		}
		t.Logf("%d columns took %v", columns, time.Since(began))
	}
}
