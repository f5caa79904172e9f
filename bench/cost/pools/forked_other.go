//go:build !linux

package pools

import (
	"context"

	"corerace/bench/language"
)

// openForked reports that there is no fork without exec to measure here: its workers are told of their parent's death
// by Linux alone.
func openForked(context.Context) (*language.Driver, error) {
	return nil, &notHere{"fork without exec is measured on Linux alone"}
}
