//go:build darwin || freebsd || linux || netbsd || openbsd || windows

package store

import (
	"fmt"
	"os"

	"corerace/bench/filelock"
)

// A fileLock keeps a second server from a class's file: each would have a class of its own in memory, and neither what
// the other took.
type fileLock struct{ f *os.File }

// lockFile takes the lock of a file, which is on one beside it: SQLite has locks of its own on the file. It ends with
// the process.
func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path+"-lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	taken, err := filelock.Try(f)
	if err == nil && !taken {
		err = fmt.Errorf("another server has %s: one at a time serves a class", path)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &fileLock{f}, nil
}

// free gives the lock back.
func (l *fileLock) free() error { return l.f.Close() }
