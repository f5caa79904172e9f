//go:build linux || darwin

package differences

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

func unflushedGoroutine(t teller) { tellUnflushed(t, "unflushed goroutines") }

func unflushedProcess(t teller) { tellUnflushed(t, "unflushed processes") }

func tellUnflushed(t teller, program string) {
	w := startWorker(program, false)
	n := strings.Count(w.rest(), "hello")
	w.end()
	t.fact("library", n)
	switch n {
	case 1:
		t.saw("once")
	case 2:
		t.saw("twice")
	default:
		t.saw("other")
	}
}

func unflushedGoroutines(t teller) {
	out := bufio.NewWriter(t.w)
	fmt.Fprint(out, "hello ")
	var wg sync.WaitGroup
	wg.Go(func() {})
	wg.Wait()
	out.Flush()
}

func unflushedProcesses(t teller) {
	out := bufio.NewWriter(t.w)
	fmt.Fprint(out, "hello ")
	startWorker("unflushed short", false).end()
	out.Flush()
}

// asleep is what Go says when no goroutine can ever run again.
const asleep = "all goroutines are asleep"

// tellAsleep runs a program of goroutines that wait for ever, and tells whether Go has noticed it.
func tellAsleep(t teller, program string) {
	cmd, p, err := part(program)
	must(err)
	r, w := pipeOf()
	cmd.Stderr = w
	must(cmd.Start())
	p.LetGo()
	w.Close()
	t.waiting()
	said, _ := io.ReadAll(r)
	cmd.Wait()
	if strings.Contains(string(said), asleep) {
		t.saw("noticed")
		return
	}
	t.saw("other")
}

func lockGoroutine(t teller) { tellAsleep(t, "lock goroutines") }

// lockGoroutines has a goroutine take a lock and end, and then wants it.
func lockGoroutines(teller) {
	var lock sync.Mutex
	var wg sync.WaitGroup
	wg.Go(lock.Lock)
	wg.Wait()
	lock.Lock()
}

// lockProcess kills a worker that holds a lock in shared memory and the kernel's lock of a file.
func lockProcess(t teller) {
	f := bytesFile()
	word := sharedWord(f)
	w := startWorker("lock worker", false, f)
	w.line()
	w.Process.Kill()
	w.end()
	if atomic.CompareAndSwapUint32(word, 0, 1) {
		t.saw("free")
		return
	}
	if err := wholeFile(f, unix.F_SETLK); err != nil {
		t.saw("stuck")
		return
	}
	t.saw("stuck-freed")
}

func lockWorker(t teller) {
	f := os.NewFile(3, "shared")
	word := sharedWord(f)
	must(wholeFile(f, unix.F_SETLK))
	if atomic.CompareAndSwapUint32(word, 0, 1) {
		fmt.Fprintln(t.w, "held")
	}
	held()
}

// wholeFile takes the lock of a process on a file.
func wholeFile(f *os.File, how int) error {
	return unix.FcntlFlock(f.Fd(), how, &unix.Flock_t{Type: unix.F_WRLCK})
}

// sharedWord is the first word of a file, in memory that all share who map it.
func sharedWord(f *os.File) *uint32 {
	b, err := unix.Mmap(int(f.Fd()), 0, 1000, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	must(err)
	return (*uint32)(unsafe.Pointer(&b[0]))
}

func drainGoroutine(t teller) { tellAsleep(t, "drain goroutines") }

// drainGoroutines waits for a goroutine that sends, and would receive after that.
func drainGoroutines(teller) {
	queue := make(chan []byte)
	var wg sync.WaitGroup
	wg.Go(func() { queue <- make([]byte, 1<<20) })
	wg.Wait()
	<-queue
}

// drainProcess waits for workers that write, and would read after that.
func drainProcess(t teller) {
	w := startWorker("drain small", false)
	if kib := pipeKiB(w.out); kib > 0 {
		t.fact("pipe", kib)
	}
	w.Wait()
	w = startWorker("drain big", false)
	t.waiting()
	w.Wait()
	t.saw("fine")
}

func drainWorker(size int) func(teller) { return func(t teller) { t.w.Write(make([]byte, size)) } }

func emptyGoroutine(t teller) {
	queue := make(chan int, 1)
	tellEmpty(t, func() bool {
		queue <- 1
		empty := len(queue) == 0
		<-queue
		return empty
	})
}

// emptyProcess has a worker put something into a pipe and say so, and looks whether it is there.
func emptyProcess(t teller) {
	r, w := pipeOf()
	x := startWorker("empty worker", false, w)
	tellEmpty(t, func() bool {
		x.letGo()
		x.line()
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(r.Fd()), Events: unix.POLLIN}}, 0)
		io.ReadFull(r, make([]byte, 1))
		return err == nil && n == 0
	})
	x.end()
}

func emptyWorker(t teller) {
	out := os.NewFile(3, "queue")
	for {
		if _, err := io.ReadFull(os.Stdin, make([]byte, 1)); err != nil {
			return
		}
		out.Write([]byte{1})
		fmt.Fprintln(t.w, "sent")
	}
}

// tellEmpty tells how often a queue said that it was empty when it wasn't.
func tellEmpty(t teller, lies func() bool) {
	const of = 100
	n := 0
	for range of {
		if lies() {
			n++
		}
	}
	t.fact("lies", n)
	t.fact("of", of)
	if n > 0 {
		t.saw("lied")
		return
	}
	t.saw("true")
}

// used is the CPU time that is on an account, in ms.
func used(who int) int64 {
	var u syscall.Rusage
	must(syscall.Getrusage(who, &u))
	return (u.Utime.Nano() + u.Stime.Nano()) / 1e6
}

func spin() {
	for end := used(syscall.RUSAGE_SELF) + SpinMillis; used(syscall.RUSAGE_SELF) < end; {
	}
}

func cpuGoroutine(t teller) {
	tellCPU(t, func() (before int64) {
		var wg sync.WaitGroup
		wg.Go(spin)
		wg.Wait()
		return 0
	})
}

func cpuProcess(t teller) {
	tellCPU(t, func() (before int64) {
		w := startWorker("cpu worker", false)
		w.rest() // its end
		before = used(syscall.RUSAGE_CHILDREN)
		w.end()
		return before
	})
}

func cpuWorker(teller) { spin() }

// tellCPU tells on whose account is what a worker used.
func tellCPU(t teller, worker func() (before int64)) {
	own := used(syscall.RUSAGE_SELF)
	before := worker()
	own, after := used(syscall.RUSAGE_SELF)-own, used(syscall.RUSAGE_CHILDREN)
	t.fact("work", SpinMillis)
	t.fact("own", own)
	t.fact("before", before)
	t.fact("after", after)
	switch {
	case own >= SpinMillis*9/10:
		t.saw("own")
	case before < SpinMillis/2 && after >= SpinMillis*9/10:
		t.saw("waited")
	default:
		t.saw("other")
	}
}
