package machine

import (
	"os/exec"
	"testing"
	"testing/fstest"
	"time"
)

func stat(parent, ticks string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("1 (a) b (c)) S " + parent + " 1 1 0 -1 4194304 1 2 3 4 " + ticks +
		" 20 0 1 0 1 1 1\n")}
}

func TestDescendantsAreThoseBelowAndTheirsIsAddedUp(t *testing.T) {
	proc := fstest.MapFS{
		"10/stat": stat("1", "100 100 100 100"),                            // this one itself
		"11/stat": stat("10", "1 2 3 4"), "12/stat": stat("11", "0 5 0 0"), // below
		"13/stat": stat("1", "50 0 0 0"), "14/stat": stat("15", "7 0 0 0"), "15/stat": stat("14", "7 0 0 0"), // others
		"16/stat": stat("10", "x 0 0 0"), "17/stat": {Data: []byte("17 (short) S 10")},
		"self/stat": stat("10", "9 9 9 9"),
	}
	if got := descendantsCPU(proc, 10); got != 150*time.Millisecond {
		t.Errorf("%v, 150ms expected", got)
	}
	if got := treeCPU(proc, 10); got != 150*time.Millisecond+4*time.Second {
		t.Errorf("%v with the process itself, 4.15s expected", got)
	}
	if got := treeCPU(proc, 99); got != 0 {
		t.Errorf("%v of a process that isn't there", got)
	}
}

func TestAChildThatBurnsShows(t *testing.T) {
	cmd := exec.Command("sh", "-c", "while :; do :; done")
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	for range 500 {
		if DescendantsCPU() >= 2*statTick {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a child burned for 5 s, and none of it is seen")
}
