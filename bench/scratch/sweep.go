package scratch

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"corerace/bench/filelock"
)

// old is the age of a folder that has no lock yet, and won't get one: its process was killed between the two.
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

// removeLeft removes a folder whose owner is gone. One without a lock is removed when it is old, and only if it is empty.
func removeLeft(dir string, changed time.Time) {
	lock, err := os.OpenFile(filepath.Join(dir, owner), os.O_RDWR, 0)
	switch {
	case err == nil && isLeft(lock):
		(&Folder{dir, lock}).Close()
	case err == nil:
		lock.Close()
	case os.IsNotExist(err) && time.Since(changed) > old:
		os.Remove(dir)
	}
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
