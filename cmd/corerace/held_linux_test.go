package main

import (
	"fmt"
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
	of := func(fd int) string {
		link, _ := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
		return link
	}
	for fd := kept - heldBefore; fd <= kept; fd++ {
		if of(fd) != of(kept) {
			t.Errorf("descriptor %d is %q, %q expected", fd, of(fd), of(kept))
		}
	}
	// The highest below them that is free, which is right below where nothing else is held.
	var given *os.File
	for most := kept - heldBefore - 1; given == nil; most-- {
		at, err := unix.FcntlInt(null.Fd(), unix.F_DUPFD_CLOEXEC, most)
		if err != nil {
			t.Fatal(err)
		}
		if at == most {
			given = os.NewFile(uintptr(at), "given")
		} else {
			unix.Close(at)
		}
	}
	defer given.Close()
	cmd := exec.Command(path, "here")
	cmd.ExtraFiles = []*os.File{given}
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "here\n" {
		t.Errorf("beside descriptor %d: %q, %v", given.Fd(), out, err)
	}
}
