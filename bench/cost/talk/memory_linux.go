package talk

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"
)

// memoryWays are those in shared memory, where waiting is a futex.
func memoryWays() []Way {
	return []Way{
		{Name: "ring", Between: Threads,
			Doc:  "A ring of 64 KiB in shared memory in each direction; who waits sleeps at a futex.",
			open: openMemory(byRing)},
		{Name: "lock", Between: Threads,
			Doc:  "A box for one message behind a lock in shared memory; who waits sleeps at a futex.",
			open: openMemory(byLock)},
		{Name: "ring", Between: Processes, Doc: "The same ring.", open: openPeerMemory(byRing)},
		{Name: "lock", Between: Processes, Doc: "The same box.", open: openPeerMemory(byLock)},
		{Name: "counter", Between: Processes, Doc: "The same counter, in shared memory.", sizeless: true,
			open: openPeerMemory(byCounter)},
	}
}

// memoryBytes is how much memory a way takes.
func memoryBytes(by string, largest int) int {
	switch by {
	case byRing:
		return ringsBytes
	case byLock:
		return 2 * boxBytes(largest)
	}
	return 4096
}

// memorySides are both sides of a way in memory.
func memorySides(by string, mem []byte, largest int) (near, far side, err error) {
	switch by {
	case byRing:
		n, f := ringLinks(mem)
		return newTalker(n), newTalker(f), nil
	case byLock:
		n, f := lockLinks(mem, largest)
		return newTalker(n), newTalker(f), nil
	case byCounter:
		word := (*atomic.Uint64)(unsafe.Pointer(&mem[0]))
		return &counter{word: word}, &counter{word: word}, nil
	}
	return nil, nil, fmt.Errorf("no way %.20q in shared memory", by)
}

func openMemory(by string) func(context.Context, opening) (pair, error) {
	return func(_ context.Context, o opening) (pair, error) {
		s, err := newShared(memoryBytes(by, o.largest))
		if err != nil {
			return nil, err
		}
		near, far, err := memorySides(by, s.mem, o.largest)
		if err != nil {
			s.close()
			return nil, err
		}
		p := newLocalPair(near, far, true)
		p.spareP, p.free = true, s.close
		return readyPair(p, o.largest)
	}
}

func openPeerMemory(by string) func(context.Context, opening) (pair, error) {
	return func(ctx context.Context, o opening) (pair, error) {
		s, err := newShared(memoryBytes(by, o.largest))
		if err != nil {
			return nil, err
		}
		near, _, err := memorySides(by, s.mem, o.largest)
		if err != nil {
			s.close()
			return nil, err
		}
		p, err := startPeer(ctx, near, by, o.largest, []*os.File{s.file})
		if err != nil {
			s.close()
			return nil, err
		}
		p.spareP, p.free, p.cut = true, s.close, near.hangUp
		return p, nil
	}
}

// peerMemory is the other side of a way in the memory that the parent handed down.
func peerMemory(by string, largest int) (side, error) {
	s, err := openShared(firstFD, memoryBytes(by, largest))
	if err != nil {
		return nil, err
	}
	_, far, err := memorySides(by, s.mem, largest)
	return far, err
}
