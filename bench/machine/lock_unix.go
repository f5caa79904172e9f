//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package machine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/filelock"
)

// lockPoll is how often a waiting process asks for the lock.
const lockPoll = 50 * time.Millisecond

// lockFile is Lock on a file. A lock of the kernel on an open file (flock) is taken, not the file's being there: it
// ends with the process, and no run has to clean up after one that was killed.
func lockFile(ctx context.Context, path string, wait func(holderPID int)) (unlock func(), err error) {
	f, err := openLock(path)
	if err != nil {
		return nil, fmt.Errorf("lock of this machine: %w", err)
	}
	if err := flock(ctx, f, wait); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock of this machine: %s: %w", path, err)
	}
	// Where the file is another user's these fail, and then it holds no pid.
	f.Truncate(0)
	f.WriteAt(strconv.AppendInt(nil, int64(os.Getpid()), 10), 0)
	return sync.OnceFunc(func() {
		f.Truncate(0)
		f.Close()
	}), nil
}

// openLock opens the file, and makes it if it isn't there. It never follows a link and never waits for a pipe, because
// anybody may have put something else in its place. To lock a file it is enough to read it: one that another user made
// is opened so where it can't be written. A file that is there is opened without O_CREATE, as Linux refuses that on a
// file of another user in a folder where everybody may write, even to root.
func openLock(path string) (*os.File, error) {
	const safe = unix.O_NOFOLLOW | unix.O_NONBLOCK
	for range 3 { // somebody else may make or remove it meanwhile
		f, err := os.OpenFile(path, os.O_RDWR|safe, 0)
		if errors.Is(err, fs.ErrPermission) {
			f, err = os.OpenFile(path, os.O_RDONLY|safe, 0)
		}
		if err == nil {
			return regular(f)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|safe, 0o666)
		if err == nil {
			f.Chmod(0o666) // the umask took some of it
			return f, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%s comes and goes", path)
}

// regular returns a file that is open, or closes what isn't a regular file.
func regular(f *os.File) (*os.File, error) {
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file", f.Name())
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// flock asks for the lock until it is there. It doesn't block in a system call, which ctx couldn't end.
func flock(ctx context.Context, f *os.File, wait func(holderPID int)) error {
	for said := false; ; {
		taken, err := filelock.Try(f)
		if taken || err != nil {
			return err
		}
		if !said && wait != nil {
			var b [20]byte
			n, _ := f.ReadAt(b[:], 0)
			wait(parseHolder(b[:n]))
		}
		said = true
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(lockPoll):
		}
	}
}

// parseHolder reads the pid that the holder wrote into the file, 0 if there is none.
func parseHolder(b []byte) int {
	pid, err := strconv.ParseUint(string(bytes.TrimSpace(b)), 10, 31)
	if err != nil {
		return 0
	}
	return int(pid)
}
