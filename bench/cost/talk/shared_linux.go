package talk

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A shared is memory that two sides share: threads of a process as well as processes. It has no name in a file system.
type shared struct {
	file *os.File
	mem  []byte
}

func newShared(bytes int) (*shared, error) {
	fd, err := unix.MemfdCreate("corerace-talk", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, &notHere{fmt.Sprintf("shared memory: memfd_create: %v", err)}
	}
	s := &shared{file: os.NewFile(uintptr(fd), "corerace-talk")}
	if err := s.file.Truncate(int64(bytes)); err != nil {
		s.file.Close()
		return nil, fmt.Errorf("shared memory: %w", err)
	}
	if s.mem, err = mapShared(fd, bytes); err != nil {
		s.file.Close()
	}
	return s, err
}

// openShared maps memory that a parent handed down, and closes its descriptor.
func openShared(fd, bytes int) (*shared, error) {
	defer syscall.Close(fd)
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil || st.Size < int64(bytes) {
		return nil, fmt.Errorf("shared memory: descriptor %d has %d bytes, %d expected (%v)", fd, st.Size, bytes, err)
	}
	mem, err := mapShared(fd, bytes)
	return &shared{mem: mem}, err
}

func mapShared(fd, bytes int) ([]byte, error) {
	mem, err := unix.Mmap(fd, 0, bytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("shared memory: mmap: %w", err)
	}
	return mem, nil
}

func (s *shared) close() error {
	err := unix.Munmap(s.mem)
	if s.file != nil {
		s.file.Close()
	}
	return err
}

// The operations of the futex system call (futex(2)). Not the private ones: the memory may be another process's, too.
const (
	futexWaitOp = 0
	futexWakeOp = 1
)

// longestWait is after what time a waiting side looks up from its sleep: the runtime may want to stop the world, which
// it can't while a thread is in a raw system call.
const longestWait = 20 * time.Millisecond

// futexWait sleeps while the word at addr is old, at most longestWait.
//
// The call is raw: the scheduler isn't told of it. Told, it would take the P away from a thread that sleeps for some
// 20 µs, which is about as long as an answer takes to come, and the thread would have to get one back first. The price
// is that a sleeping side holds a P, so there must be one more of them than sides: see withSpareP.
func futexWait(addr *atomic.Uint32, old uint32) {
	ts := syscall.NsecToTimespec(int64(longestWait))
	_, _, errno := syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(addr)), futexWaitOp, uintptr(old),
		uintptr(unsafe.Pointer(&ts)), 0, 0)
	if errno == syscall.ETIMEDOUT {
		runtime.Gosched()
	}
}

// futexWake wakes whoever sleeps at addr.
func futexWake(addr *atomic.Uint32) {
	const everybody = 1 << 30
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(addr)), futexWakeOp, everybody, 0, 0, 0)
}

// A bell is a word to sleep at until it changes. It wakes only where somebody sleeps, so that two sides that are both
// awake never enter the kernel.
type bell struct {
	word     atomic.Uint32
	sleepers atomic.Uint32
	_        [120]byte // the next bell has other cache lines: they are fetched in pairs
}

// sleep returns once the word isn't old, or a little later, or for no reason.
func (b *bell) sleep(old uint32) {
	b.sleepers.Add(1)
	if b.word.Load() == old {
		futexWait(&b.word, old)
	}
	b.sleepers.Add(^uint32(0))
}

// ring sets the word and wakes who sleeps.
func (b *bell) ring(word uint32) {
	b.word.Store(word)
	if b.sleepers.Load() != 0 {
		futexWake(&b.word)
	}
}
