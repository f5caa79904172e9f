package race

import (
	"os"
	"strings"
	"testing"

	"corerace/bench/child"
)

func TestWhatABuildSaysIsTidiedAndBounded(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		w.WriteString("\x1b]0;title\a\x1b[31mred\r\n" + strings.Repeat("long ", 1000) + "\n")
		w.WriteString(strings.Repeat("flood\n", 10_000))
		w.Close()
	}()
	var out strings.Builder
	relay(r, &out, "build b: ")
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != maxSaid+1 || lines[0] != "build b: ]0;title  [31mred" || len(lines[1]) > child.MaxPlain+9 ||
		lines[maxSaid] != "build b: and more, which isn't shown" {
		t.Errorf("%d lines: %q", len(lines), lines[:2])
	}
}
