package scratch

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"corerace/bench/filelock"
)

// old is the age of a folder that isn't in use yet, and won't be: its process was killed while it made it.
const old = time.Hour

// Sweep removes what killed processes have left among the system's temporary files. What has a living owner stays, and
// so does what is another user's.
func Sweep() { SweepIn(os.TempDir()) }

// SweepIn is [Sweep] in another folder.
func SweepIn(parent string) {
	all, _ := os.ReadDir(parent) // what can't be read isn't swept
	for _, e := range all {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		if info, err := os.Lstat(dir); err == nil && ours(info) {
			removeLeft(dir, info.ModTime())
		}
	}
}

// removeLeft removes a folder whose owner is gone. As long as the file for the lock isn't there or is empty, the folder
// may be one that is just being made: nobody else touches that lock before the folder is old, or its owner wouldn't get
// it. One that has no such file is removed only if it is empty.
func removeLeft(dir string, changed time.Time) {
	lock, err := os.OpenFile(filepath.Join(dir, owner), os.O_RDWR, 0)
	switch isOld := time.Since(changed) > old; {
	case err == nil && (isOld || inUse(lock)) && isLeft(lock):
		(&Folder{dir, lock}).Close()
	case err == nil:
		lock.Close()
	case os.IsNotExist(err) && isOld:
		os.Remove(dir)
	}
}

// inUse is whether an owner has had its lock, and said so.
func inUse(lock *os.File) bool {
	info, err := lock.Stat()
	return err == nil && info.Size() > 0
}

// isLeft takes the lock of a folder, and is whether that shows that nobody had it: where two can have a lock at once, as
// on systems without any, it shows nothing.
func isLeft(lock *os.File) bool {
	if taken, err := filelock.Try(lock); err != nil || !taken {
		return false
	}
	second, err := os.OpenFile(lock.Name(), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer second.Close()
	taken, err := filelock.Try(second)
	return err == nil && !taken
}
