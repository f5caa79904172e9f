package scratch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"corerace/bench/filelock"
)

// A name of a folder begins with prefix, and the file in it that its process has locked is called owner.
const (
	prefix = "corerace-"
	owner  = ".owner"
)

// A Folder is a folder for temporary files that is this user's alone.
type Folder struct {
	Path string
	lock *os.File
}

// New makes a folder for a purpose, a word that its name has before the pid, among the system's temporary files. What
// killed processes have left there is removed.
func New(purpose string) (*Folder, error) {
	Sweep()
	return In(os.TempDir(), purpose)
}

// In makes a folder in another one that is there: see [SweepIn].
func In(parent, purpose string) (*Folder, error) {
	dir, err := os.MkdirTemp(parent, fmt.Sprintf("%s%s-%d-*", prefix, purpose, os.Getpid()))
	if err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, owner), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	f := &Folder{dir, lock}
	// Where the file's system has no locks nobody can take it either, and the folder stays as long as it is in use.
	if taken, err := filelock.Try(lock); err == nil && !(taken && f.there()) {
		lock.Close()
		return nil, fmt.Errorf("%s: somebody else has removed or locked it while it was being made", dir)
	}
	// From now on who gets the lock knows that its owner is gone: see removeLeft. Where it can't be said, as by a user
	// without a quota left, the folder is only removed later.
	lock.Truncate(1)
	return f, nil
}

// there is whether the file that is locked is still the one in the folder.
func (f *Folder) there() bool {
	locked, err := f.lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(f.lock.Name())
	return err == nil && os.SameFile(locked, named)
}

// Close removes the folder with all that is in it, and the named semaphores whose names begin with its own: a program of
// Python that is ended with all its processes leaves nobody to remove those.
func (f *Folder) Close() error {
	for _, path := range semaphores(filepath.Base(f.Path) + "-") {
		os.Remove(path)
	}
	err := os.RemoveAll(f.Path) // under the lock, or somebody would take it for one that is left
	f.lock.Close()
	if err != nil { // as on Windows, where an open file stays
		err = os.RemoveAll(f.Path)
	}
	return err
}
