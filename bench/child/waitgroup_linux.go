package child

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// ended returns when a child has ended, and leaves it to be waited for. It returns whether it can.
func ended(p *os.Process) bool {
	for {
		err := unix.Waitid(unix.P_PID, p.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return err == nil
		}
	}
}
