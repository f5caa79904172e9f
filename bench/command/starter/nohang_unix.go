//go:build unix && !aix

package starter

import "golang.org/x/sys/unix"

const noHang = unix.WNOHANG
