package child

import (
	"errors"
	"os"
)

// Pipes are two pipes between this program and a child that isn't started yet.
//
//	this program            child
//	In  ─────────────────>  Stdin
//	Out <─────────────────  Stdout
//
// The child inherits its ends. As long as this program has them, too, neither side hears of the other's end.
type Pipes struct {
	In, Out       *os.File // this program's ends
	Stdin, Stdout *os.File // the child's, until LetGo
}

// OpenPipes opens both pipes, or neither.
func OpenPipes() (p Pipes, err error) {
	if p.Stdin, p.In, err = os.Pipe(); err != nil {
		return Pipes{}, err
	}
	if p.Out, p.Stdout, err = os.Pipe(); err != nil {
		p.Stdin.Close()
		p.In.Close()
		return Pipes{}, err
	}
	return p, nil
}

// LetGo closes the child's ends: after its start, also where that failed.
func (p Pipes) LetGo() {
	p.Stdin.Close()
	p.Stdout.Close()
}

// Close closes this program's ends, which tells the child that there is no more to do. None is closed where there are
// none.
func (p Pipes) Close() error {
	if p.In == nil {
		return nil
	}
	return errors.Join(p.In.Close(), p.Out.Close())
}
