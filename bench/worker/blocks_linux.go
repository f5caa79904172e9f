package worker

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"corerace/bench/worker/system"
	"corerace/workloads"
)

// newMemory returns memory for blocks, and the memfd behind it: it has no name in a file system, so nothing is left
// behind, and /dev/shm may be as small as it likes. Where there is no memfd, the memory is this process's own.
func newMemory(n int) ([]byte, *os.File, error) {
	fd, err := system.Memfd("corerace-blocks")
	if err != nil {
		return ownMemory(n), nil, nil
	}
	file := os.NewFile(uintptr(fd), "corerace-blocks")
	if err := file.Truncate(int64(n)); err != nil {
		file.Close()
		return nil, nil, err
	}
	mem, err := syscall.Mmap(fd, 0, n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("mmap: %w", err)
	}
	return mem, file, nil
}

// mostPopulated is the most bytes whose pages are mapped before the clock. With more, mapping them is little beside
// the work.
const mostPopulated = 64 << 20

// Descriptors of a worker that maps blocks: behind that of the arena.
const (
	blocksFD = arenaFD + 1
	textFD   = blocksFD + 1
)

// mapBlocks maps, in a worker, the blocks that the parent handed down, and the file of their inputs where they lie in
// one, and closes the descriptors. The inputs can't be written to.
func mapBlocks(inFile bool, w *workloads.Workload) (*Blocks, error) {
	mem, err := mapWhole(blocksFD, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	var text []byte
	if inFile {
		if text, err = mapWhole(textFD, syscall.PROT_READ, syscall.MAP_PRIVATE); err != nil {
			return nil, err
		}
	}
	b, err := blocksIn(mem, text, w)
	if err != nil {
		return nil, err
	}
	if err := syscall.Mprotect(mem[b.insAt:], syscall.PROT_READ); err != nil {
		return nil, fmt.Errorf("shared memory: mprotect: %w", err)
	}
	b.populate()
	return b, nil
}

// mapHanded maps, in a worker, memory that the parent handed down.
func mapHanded() ([]byte, error) {
	return mapWhole(blocksFD, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
}

// mapWhole maps a file that was handed down.
func mapWhole(fd, prot, flags int) ([]byte, error) {
	defer syscall.Close(fd)
	var info syscall.Stat_t
	if err := syscall.Fstat(fd, &info); err != nil {
		return nil, fmt.Errorf("descriptor %d: %w", fd, err)
	}
	if info.Size < 1 {
		return nil, fmt.Errorf("descriptor %d: an empty file", fd)
	}
	mem, err := syscall.Mmap(fd, 0, int(info.Size), prot, flags)
	if err != nil {
		return nil, fmt.Errorf("descriptor %d: mmap: %w", fd, err)
	}
	return mem, nil
}

// populate maps the pages before the clock, so that a fresh process isn't cold where goroutines are warm. Kernels
// before 5.14 can't, and map each page when it is touched.
func (b *Blocks) populate() {
	if len(b.mem)+len(b.ins) > mostPopulated {
		return
	}
	populateOutputs(b)
	syscall.Madvise(wholePages(b.ins), system.MadvPopulateRead)
}

func populateOutputs(b *Blocks) { syscall.Madvise(b.mem[b.outsAt:b.insAt], system.MadvPopulateWrite) }

// wholePages is memory that begins at a page, up to the end of its last one.
func wholePages(b []byte) []byte {
	return unsafe.Slice(unsafe.SliceData(b), roundUp(len(b), pageBytes))
}

func unmap(mem []byte) error { return syscall.Munmap(mem) }
