package main

import (
	"testing"

	"corerace/report"
)

func TestColoursAreThoseThatTheTerminalSays(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want report.Colours
	}{
		{map[string]string{"TERM": "xterm"}, report.NoColours},
		{map[string]string{"TERM": "xterm-256color"}, report.FewColours},
		{map[string]string{"TERM": "screen-256color", "COLORTERM": "truecolor"}, report.AllColours},
		{map[string]string{"TERM": "xterm-256color", "COLORTERM": "24bit", "NO_COLOR": "1"}, report.NoColours},
	} {
		if got := colours(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %v, want %v", c.env, got, c.want)
		}
	}
}
