package child

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A calm child's timers may be late, and those of one that is started after it, by the same threads, may not.
func TestOnlyTheTimersOfACalmChildMayBeLate(t *testing.T) {
	const own = "/proc/self/timerslack_ns"
	if _, err := os.Stat(own); err != nil {
		t.Skip(err)
	}
	slack := func(start func(*exec.Cmd) error) string {
		var out bytes.Buffer
		cmd := exec.Command("cat", own)
		cmd.Stdout = &out
		if err := start(cmd); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(out.String())
	}
	if got := slack(StartCalm); got != "1000000" {
		t.Errorf("a calm child's timers may be late by %s ns, 1000000 expected", got)
	}
	for range 8 {
		if got := slack(Start); got == "1000000" {
			t.Errorf("those of a child that isn't may be late by %s ns", got)
		}
	}
}
