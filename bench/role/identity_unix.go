//go:build unix

package role

import (
	"os"
	"strconv"
	"syscall"
)

// identifies is whether identity tells one pipe from another.
const identifies = true

// identity names a pipe or a socket; anything else is "".
func identity(f *os.File) string {
	info, err := f.Stat()
	if err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return ""
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return strconv.FormatUint(uint64(st.Dev), 10) + ":" + strconv.FormatUint(uint64(st.Ino), 10)
}
