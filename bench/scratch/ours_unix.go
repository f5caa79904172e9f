//go:build unix

package scratch

import (
	"io/fs"
	"os"
	"syscall"
)

// ours is whether a folder is this user's, and nobody else's to write to.
func ours(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
