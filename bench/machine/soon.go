package machine

import (
	"context"
	"errors"
	"time"
)

var errSoon = errors.New("not built yet")

// A CoreInfo is what is known of a core.
type CoreInfo struct {
	ID       int
	Siblings []int   // threads of the same physical core, itself included
	Kind     string  // "performance", "efficiency"; "" where all are alike or it isn't known
	Capacity int     // of 1024 for the fastest; 0: unknown
	MaxMHz   float64 // 0: unknown
	Governor string  // of the frequency; "": none
}

// CoreInfos lists the cores.
func CoreInfos() []CoreInfo { return nil }

// A Process is another program's process and what it used.
type Process struct {
	PID   int
	Name  string
	Cores float64 // cores' worth of time
}

// TopProcesses are the n processes other than our own that used most in an interval of length d from now.
func TopProcesses(ctx context.Context, d time.Duration, n int) ([]Process, error) {
	return nil, errSoon
}
