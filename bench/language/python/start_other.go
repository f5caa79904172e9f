//go:build !linux

package python

import (
	"errors"

	"corerace/bench/child"
)

// CanBind says whether a program can be bound to cores.
const CanBind = false

// start starts the process. It ends at the end of its standard input, where it reads that.
func (x *Process) start(p Program) error {
	if len(p.Cores) > 0 {
		return errors.New("processes can't be bound to cores here")
	}
	return child.Start(x.cmd)
}
