package language

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// keepSource keeps a program's text in memory that has a path as long as this process lives: there is no file to be
// left behind.
func keepSource(text string) (path string, source io.Closer, err error) {
	fd, err := unix.MemfdCreate("corerace-python", unix.MFD_CLOEXEC)
	if err != nil {
		return keepFile(text)
	}
	f := os.NewFile(uintptr(fd), "corerace-python")
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return "", nil, fmt.Errorf("program for python: %w", err)
	}
	return fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), fd), f, nil
}
