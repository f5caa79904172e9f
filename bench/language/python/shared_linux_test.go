package python

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

func TestWhatAnEndedInterpreterLeftIsForgotten(t *testing.T) {
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Skip(err)
	}
	name := func(pid int) string {
		path := filepath.Join(sharedFolder, semPrefix+sharedPrefix+strconv.Itoa(pid)+"-x7ab")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Skip(err)
		}
		t.Cleanup(func() { os.Remove(path) })
		return path
	}
	dead, alive := name(ended.Process.Pid), name(os.Getpid())
	forgetDead()
	if _, err := os.Stat(dead); err == nil {
		t.Error("that of a process that has ended is left")
	}
	if _, err := os.Stat(alive); err != nil {
		t.Error("that of a live process is gone")
	}
	Forget(os.Getpid())
	if _, err := os.Stat(alive); err == nil {
		t.Error("that of an interpreter that has ended is left")
	}
}
