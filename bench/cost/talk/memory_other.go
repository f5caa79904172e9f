//go:build unix && !linux

package talk

import "context"

// memoryWays are those that need shared memory and the futex, to be named as not here.
func memoryWays() []Way {
	var ways []Way
	for _, name := range []string{"ring", "lock", "counter"} {
		ways = append(ways, Way{Name: name, Between: Processes, open: func(context.Context, opening) (pair, error) {
			return nil, &notHere{"shared memory with a futex is Linux's"}
		}})
	}
	return ways
}

// peerMemory is the other side of a way in shared memory.
func peerMemory(string, int) (side, error) {
	return nil, &notHere{"shared memory with a futex is Linux's"}
}
