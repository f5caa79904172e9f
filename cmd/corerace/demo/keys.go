package demo

import "os"

// Keys wait for somebody at a terminal. Where the system lets it, any key goes on, and none is shown: an Enter in the
// middle of a picture would tear it.
type Keys struct {
	from    *os.File
	any     bool // else whole lines, and Enter goes on
	typed   chan struct{}
	restore func()
}

// OpenKeys begins to listen to a terminal. Close gives it back as it was.
func OpenKeys(terminal *os.File) *Keys {
	k := &Keys{from: terminal, typed: make(chan struct{}, 1)}
	if restore, err := silent(terminal); err == nil {
		k.any, k.restore = true, restore
	}
	go k.read()
	return k
}

// Close gives the terminal back as it was.
func (k *Keys) Close() {
	if k.restore != nil {
		k.restore()
	}
}
