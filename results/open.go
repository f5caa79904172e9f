package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// ErrNotFile says that a path leads to something else than a file: a pipe, a device, a folder.
var ErrNotFile = errors.New("not a file")

// Open opens a file to read it. It refuses what isn't a regular file, because to open a pipe may wait for its other end
// for ever, and to open a device may do anything.
func Open(path string) (*os.File, error) { return OpenAs(path, os.O_RDONLY) }

// OpenAs is Open with flags of [os.OpenFile], for a file that is there.
func OpenAs(path string, flags int) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := regular(path, info); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, flags|syscall.O_NONBLOCK, 0) // it may have become a pipe since
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = regular(path, info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// regular returns why what a path leads to is no file, or nil.
func regular(path string, info fs.FileInfo) error {
	what := "something else"
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		what = "a folder"
	case mode&fs.ModeNamedPipe != 0:
		what = "a pipe"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	case mode&fs.ModeDevice != 0:
		what = "a device"
	}
	return fmt.Errorf("%s: %w: it is %s", path, ErrNotFile, what)
}
