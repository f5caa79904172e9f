package pools

import "context"

// openEcho measures an echo of bytes through shared memory.
func openEcho(int) func(context.Context) (measure, error) {
	return func(context.Context) (measure, error) { return nil, &notHere{"blocks of bytes aren't moved yet"} }
}
