package main

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"corerace/report"
	"corerace/report/legible"
)

// terminalSize returns the size of the terminal that w writes to, and whether it is one that understands ANSI.
func terminalSize(w io.Writer) (columns, rows int, ok bool) {
	f, isFile := fileOf(w)
	if !isFile || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return 0, 0, false
	}
	columns, rows, err := term.GetSize(int(f.Fd()))
	return columns, rows, err == nil && columns > 0 && rows > 0 && ansi(f)
}

// plain is w for texts, in ASCII where the terminal knows nothing else.
func plain(w io.Writer) io.Writer {
	if os.Getenv("TERM") == "dumb" {
		return legible.ASCII{To: w}
	}
	return w
}

// tableOptions fits a table to what w is.
func tableOptions(w io.Writer) report.Options {
	var o report.Options
	o.ASCII = os.Getenv("TERM") == "dumb"
	if columns, _, ok := terminalSize(w); ok {
		o.Width, o.Paint = columns, report.Paint(colours(os.Getenv))
	}
	return o
}

// colours is how many colours the terminal has, as its environment says; none where NO_COLOR is set.
func colours(getenv func(string) string) report.Colours {
	depth := getenv("COLORTERM")
	switch {
	case getenv("NO_COLOR") != "":
		return report.NoColours
	case depth == "truecolor" || depth == "24bit":
		return report.AllColours
	case strings.Contains(getenv("TERM"), "256color"):
		return report.FewColours
	}
	return report.NoColours
}

// lineWidth is how many columns the terminal has that w writes to, whatever it understands; 0 where it is none.
func lineWidth(w io.Writer) int {
	f, isFile := fileOf(w)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
