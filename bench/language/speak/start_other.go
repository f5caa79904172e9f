//go:build !linux

package speak

import (
	"errors"
	"os"

	"corerace/bench/child"
)

// CanBind says whether a program can be bound to cores.
const CanBind = false

// start starts the process. It ends at the end of its standard input, where it reads that.
func (x *Process) start(claims *os.File) error {
	if claims != nil {
		return errors.New("programs can't be given a third pipe here")
	}
	if len(x.program.Cores) > 0 {
		return errors.New("processes can't be bound to cores here")
	}
	return child.Start(x.cmd)
}
