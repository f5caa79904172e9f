package system

import (
	"os"
	"syscall"
	"testing"
)

func TestWhatIsInheritedIsFoundByACount(t *testing.T) {
	const first = 700 // beyond what a test has open
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for fd := first; fd < first+3; fd++ {
		if err := syscall.Dup3(int(null.Fd()), fd, syscall.O_CLOEXEC); err != nil {
			t.Skip(err) // fewer are allowed
		}
		defer syscall.Close(fd)
	}
	if !onlyOwn(first, first+3) || !onlyOwn(first, first) {
		t.Error("three of its own: taken for inherited")
	}
	if onlyOwn(first, first-1) || onlyOwn(first, 0) {
		t.Error("a process that has fewer than it was handed, or doesn't know: nothing was looked at")
	}
	if onlyOwn(first, first+4) {
		t.Error("a fourth, behind a gap, isn't missed")
	}
	syscall.Dup3(int(null.Fd()), first+1, 0)
	if onlyOwn(first, first+3) || !inherited(first+1) || inherited(first) || inherited(first+3) {
		t.Error("the second is one that was inherited")
	}
}

func TestDescriptorsAreCountedOrNotKnown(t *testing.T) {
	if n, listed := openDescriptors(), len(namesIn("/proc/self/fd")); n != 0 && n != listed-1 { // less the folder itself
		t.Errorf("%d descriptors, %d are listed", n, listed-1)
	}
}
