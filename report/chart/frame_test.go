package chart

import (
	"strings"
	"testing"
)

func TestLongLinesAreSetSmallerAndThenWrapped(t *testing.T) {
	if err := LoadFonts(); err != nil {
		t.Fatal(err)
	}
	h := Hand{Size: 17, Weight: Semibold, Token: Fg}
	for _, c := range []struct {
		text  string
		lines int
	}{
		{"", 1}, {"short", 1}, {strings.Repeat("word ", 12), 1}, {strings.Repeat("word ", 25), 2},
		{strings.Repeat("long", 40), 2}, {strings.Repeat("日本語", 40), 2}, {strings.Repeat("wide words ", 25), 3},
	} {
		set, lines := whole(h, 12, c.text)
		if got := strings.Join(lines, " "); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(c.text, " ", "") {
			t.Errorf("%q became %q", c.text, got)
		}
		if len(lines) != c.lines {
			t.Errorf("%q: %d lines at %v points, %d expected", c.text, len(lines), set.Size, c.lines)
		}
		for _, line := range lines {
			if WidestOf(set, line) > FigureWidth-2*Margin {
				t.Errorf("%q has no room at %v points", line, set.Size)
			}
		}
	}
	if _, lines := whole(h, 12, strings.Repeat("endless ", 500)); len(lines) != mostLines ||
		!strings.HasSuffix(lines[mostLines-1], "…") {
		t.Errorf("what nobody could read: %q", lines)
	}
}
