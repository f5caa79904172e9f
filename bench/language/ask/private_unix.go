//go:build unix

package ask

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// private is whether a path is a folder, and no link to one, that is this user's and that they, and nobody else, may write
// to: a home may be there to be read alone.
func private(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() || info.Mode().Perm()&0o022 != 0 {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid() && unix.Access(path, unix.W_OK) == nil
}
