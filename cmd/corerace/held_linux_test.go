package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// Before a child execs, Go moves descriptors that are in its way behind the highest that the child is given. That one may
// be right below those that are held.
func TestAHeldFileIsStartedWhateverAChildIsGiven(t *testing.T) {
	path, err := held("/bin/echo")
	if err != nil {
		t.Skip(err)
	}
	kept, err := strconv.Atoi(filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, most := range []int{kept - heldBefore - 1, kept - heldBefore - 2, kept + 1} {
		at, err := unix.FcntlInt(null.Fd(), unix.F_DUPFD_CLOEXEC, most)
		if err != nil || at != most {
			t.Skipf("descriptor %d can't be had: %d, %v", most, at, err)
		}
		given := os.NewFile(uintptr(at), "given")
		cmd := exec.Command(path, "here")
		cmd.ExtraFiles = []*os.File{given}
		if out, err := cmd.CombinedOutput(); err != nil || string(out) != "here\n" {
			t.Errorf("beside descriptor %d: %q, %v", most, out, err)
		}
		given.Close()
	}
}
