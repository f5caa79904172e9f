//go:build unix

package talk

import (
	"context"
	"errors"
)

// systemWays are those of the operating system.
func systemWays() []Way {
	ways := []Way{
		{Name: "socketpair", Between: Goroutines, Doc: "A pair of local sockets, waited for in Go's poller.",
			open: openFiles(newSocketpair)},
		{Name: "pipe", Between: Threads, Doc: "A pipe in each direction; who waits sleeps in the kernel.",
			open: openBlocking(newPipes)},
		{Name: "socketpair", Between: Threads, Doc: "A pair of local sockets; who waits sleeps in the kernel.",
			open: openBlocking(newSocketpair)},
		{Name: "pipe", Between: Processes, Doc: "The same two pipes.", open: openPeerFiles(byPipe, newPipes)},
		{Name: "socketpair", Between: Processes, Doc: "The same pair of sockets.",
			open: openPeerFiles(bySocketpair, newSocketpair)},
	}
	return append(ways, memoryWays()...)
}

func openBlocking(connect func() (near, far fileLink, err error)) func(context.Context, opening) (pair, error) {
	return func(_ context.Context, o opening) (pair, error) {
		nearFiles, farFiles, err := connect()
		if err != nil {
			return nil, err
		}
		near, nearErr := blocking(nearFiles)
		far, farErr := blocking(farFiles)
		if err := errors.Join(nearErr, farErr); err != nil {
			return nil, err
		}
		return readyPair(newLocalPair(newTalker(near), newTalker(far), true), o.largest)
	}
}
