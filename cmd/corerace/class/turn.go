package class

import (
	"fmt"
	"sync"
)

// A turn is whose turn it is to measure on this machine: a race or a lesson, and never both.
type turn struct {
	mu  sync.Mutex
	who string // "" for nobody
}

// take takes the turn, or says who has it.
func (t *turn) take(who string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.who != "" {
		return fmt.Errorf("%s is running", t.who)
	}
	t.who = who
	return nil
}

// give ends the turn of who has it.
func (t *turn) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.who = ""
}
