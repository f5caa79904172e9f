package results

import (
	"encoding/json"
	"strings"
	"testing"
)

// A command that was written down and read again is the one that was typed, also where a record has no room for all of
// it, or can't show it.
func TestACommandIsTheSameInItsRecord(t *testing.T) {
	for _, typed := range []Command{
		{Line: "a", Env: []string{"A=1"}, AllowExit: []int{0, 1}},
		{Line: ": " + strings.Repeat("x", 2*maxText)},
		{Line: "printf '\x1b[2J\xff'", Env: []string{"A=\x00"}, Prepare: strings.Repeat("y", 2*maxText)},
	} {
		b, err := json.Marshal(typed.tidy())
		var read Command
		if err != nil || json.Unmarshal(b, &read) != nil {
			t.Fatal(err)
		}
		if !typed.Same(read) || !read.Same(typed) {
			t.Errorf("%.40q isn't the same as %.40q", typed.Line, read.Line)
		}
		read.Line = "b"
		if typed.Same(read) {
			t.Errorf("%.40q is the same as %q", typed.Line, read.Line)
		}
	}
}
