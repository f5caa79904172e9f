package worker

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"corerace/bench/worker/system"
)

// slotsAt is where the slots begin in an arena; the cursor lies at its start.
const slotsAt = 128

const workerSlotBytes = int(unsafe.Sizeof(Slot{}))

// An Arena is memory that a pool's processes share: the cursor, then one slot for each worker. It has no name in any
// file system, so nothing is left behind.
type Arena struct {
	file *os.File // nil in a worker
	mem  []byte
}

// NewArena makes the memory for a pool of workers. The file is handed to the workers.
func NewArena(workers int) (*Arena, error) {
	fd, err := system.Memfd("corerace")
	if err != nil {
		return nil, fmt.Errorf("shared memory: memfd_create: %w", err)
	}
	file := os.NewFile(uintptr(fd), "corerace-arena")
	if err := file.Truncate(int64(slotsAt + workers*workerSlotBytes)); err != nil {
		file.Close()
		return nil, fmt.Errorf("shared memory: %w", err)
	}
	a, err := mapArena(fd)
	if err != nil {
		file.Close()
		return nil, err
	}
	a.file = file
	a.Reset()
	return a, nil
}

// mapArena maps all of an arena.
func mapArena(fd int) (*Arena, error) {
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return nil, fmt.Errorf("shared memory: %w", err)
	}
	mem, err := syscall.Mmap(fd, 0, int(stat.Size), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("shared memory: mmap: %w", err)
	}
	return &Arena{mem: mem}, nil
}

// File returns the file to hand to the workers.
func (a *Arena) File() *os.File { return a.file }

// Cursor returns the cursor that lies in the memory.
func (a *Arena) Cursor() *Cursor { return (*Cursor)(unsafe.Pointer(&a.mem[0])) }

// Slot returns the slot of worker i.
func (a *Arena) Slot(i int) *Slot { return (*Slot)(unsafe.Pointer(&a.mem[slotsAt+i*workerSlotBytes])) }

// Slots returns how many slots there are.
func (a *Arena) Slots() int { return (len(a.mem) - slotsAt) / workerSlotBytes }

// Close unmaps the memory. The cursor and the slots must not be used after it.
func (a *Arena) Close() error {
	err := syscall.Munmap(a.mem)
	if a.file != nil {
		a.file.Close()
	}
	return err
}

// openArena maps, in a worker, the arena that the parent handed down.
func openArena() (*Arena, error) {
	a, err := mapArena(arenaFD)
	syscall.Close(arenaFD)
	return a, err
}

// arenaFD is the descriptor of the arena in a worker: the one after the lifeline.
const arenaFD = system.LifelineFD + 1
