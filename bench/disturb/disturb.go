// Package disturb makes noise: processes that use a set share of a core each. It is for finding out whether verdicts
// stay right on a busy machine.
package disturb

import (
	"context"
	"errors"
)

// Hook makes this binary able to be its own disturber. Call it first in main, beside the hook of bench.
func Hook() {}

// Parse reads "2x70%", two processes that use 70 % of a core each.
func Parse(s string) (n int, duty float64, err error) { return 0, 0, errors.New("not built yet") }

// Start starts n processes that use the share duty of a core each, until stop is called or ctx ends.
func Start(ctx context.Context, n int, duty float64) (stop func(), err error) {
	return nil, errors.New("not built yet")
}
