package differences

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// memoryParts are those that look at memory, which only Linux lets a process do.
func memoryParts() map[string]map[string]func(teller) {
	return map[string]map[string]func(teller){
		"pointer": {"goroutine": pointerGoroutine, "process": pointerProcess, "worker": pointerWorker},
		"cow":     {"goroutine": cowGoroutine, "process": cowProcess, "worker": cowWorker},
		"memory": {"goroutine": memoryGoroutine, "process": memoryProcess, "goroutines": memoryGoroutines,
			"processes": memoryProcesses, "worker": memoryWorker},
	}
}

// pointed is what an address leads to. It is on the heap, where nothing moves.
var pointed = bytes.Clone([]byte("before"))

// at returns what is at an address of this process; nothing where that is no memory of its.
func at(address uint64) []byte {
	memory, err := os.Open("/proc/self/mem")
	must(err)
	defer memory.Close()
	found := make([]byte, len(pointed))
	if _, err := memory.ReadAt(found, int64(address)); err != nil {
		return nil
	}
	return found
}

func pointerGoroutine(t teller) {
	addresses, found := make(chan uint64), make(chan []byte)
	go func() { found <- at(<-addresses) }()
	copy(pointed, "after!")
	addresses <- addressOf(pointed)
	tellPointer(t, string(<-found))
}

func pointerProcess(t teller) {
	w := startWorker("pointer worker", false)
	copy(pointed, "after!")
	fmt.Fprintln(w.in, addressOf(pointed))
	found := w.rest()
	w.end()
	tellPointer(t, found)
}

func addressOf(b []byte) uint64 { return uint64(uintptr(unsafe.Pointer(&b[0]))) }

// pointerWorker says what it finds at an address, as it is.
func pointerWorker(t teller) {
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	address, err := strconv.ParseUint(strings.TrimSpace(line), 10, 63)
	must(err)
	t.w.Write(at(address))
}

// tellPointer tells what was found. A worker of the same program may have its own variable at the same place.
func tellPointer(t teller, found string) {
	switch found {
	case "after!":
		t.saw("same")
	case "":
		t.saw("nothing")
	default:
		t.saw("other")
	}
}

// mapped is how many bytes a worker reads.
const mapped = 8 << 20

// privateKiB is how much memory this process has alone (smaps_rollup of proc_pid_smaps(5)).
func privateKiB() (kib int) {
	b, err := os.ReadFile("/proc/self/smaps_rollup")
	must(err)
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && strings.HasPrefix(f[0], "Private_") && f[0] != "Private_Hugetlb:" {
			n, err := strconv.Atoi(f[1])
			must(err)
			kib += n
		}
	}
	return kib
}

// readAll reads bytes, and returns by how many KiB the private memory grew.
func readAll(b []byte) (grew int) {
	before, sum := privateKiB(), 0
	for i := 0; i < len(b); i += 64 {
		sum += int(b[i])
	}
	runtime.KeepAlive(sum)
	return privateKiB() - before
}

func cowGoroutine(t teller) {
	b := bytes.Repeat([]byte{1}, mapped)
	readAll(b[:64]) // what the looking itself needs
	grew := make(chan int)
	go func() { grew <- readAll(b) }()
	tellCow(t, "shared", <-grew)
}

// cowProcess has a worker read memory that both have mapped.
func cowProcess(t teller) {
	fd, err := unix.MemfdCreate("corerace", unix.MFD_CLOEXEC)
	must(err)
	f := os.NewFile(uintptr(fd), "shared")
	_, err = f.Write(bytes.Repeat([]byte{1}, mapped))
	must(err)
	ours, err := unix.Mmap(fd, 0, mapped, unix.PROT_READ, unix.MAP_SHARED)
	must(err)
	readAll(ours) // what only one process has mapped counts as its own
	w := startWorker("cow worker", false, f)
	grew, err := strconv.Atoi(w.line())
	must(err)
	w.end()
	tellCow(t, "mapped", grew)
}

func cowWorker(t teller) {
	b, err := unix.Mmap(3, 0, mapped, unix.PROT_READ, unix.MAP_SHARED)
	must(err)
	readAll(b[:64])
	fmt.Fprintln(t.w, readAll(b))
}

func tellCow(t teller, outcome string, grew int) {
	t.fact("objects", mapped>>10)
	t.fact("grew", max(0, grew))
	if grew > mapped>>10/10 {
		outcome = "other"
	}
	t.saw(outcome)
}

func memoryGoroutine(t teller) {
	w := startWorker("memory goroutines", false)
	left := w.rest()
	if status := w.end(); left == "" && status == 2 {
		t.saw("all-died")
		return
	}
	t.saw("other")
}

func memoryProcess(t teller) {
	w := startWorker("memory processes", false)
	left := strings.TrimSpace(w.rest())
	w.end()
	if left == "died 2, left" {
		t.saw("one-died")
		return
	}
	t.saw("other")
}

// memoryGoroutines has a goroutine take more than it has allowed itself, and says so where that is survived.
func memoryGoroutines(t teller) {
	var wg sync.WaitGroup
	wg.Go(takeMuch)
	wg.Wait()
	fmt.Fprintln(t.w, "left")
}

// memoryProcesses has a worker do that, and takes as much itself.
func memoryProcesses(t teller) {
	status := startWorker("memory worker", false).end()
	runtime.KeepAlive(make([]byte, much))
	fmt.Fprintf(t.w, "died %d, left\n", status)
}

func memoryWorker(teller) { takeMuch() }

// much is more than the limit leaves, in bytes.
const much = 256 << 20

// takeMuch limits the memory of this process to 64 MiB more than it has, and takes more.
func takeMuch() {
	b, err := os.ReadFile("/proc/self/statm")
	must(err)
	pages, err := strconv.ParseUint(strings.Fields(string(b))[0], 10, 40)
	must(err)
	var limit unix.Rlimit
	must(unix.Getrlimit(unix.RLIMIT_AS, &limit))
	limit.Cur = min(limit.Max, pages*uint64(os.Getpagesize())+64<<20)
	must(unix.Setrlimit(unix.RLIMIT_AS, &limit))
	runtime.KeepAlive(make([]byte, much))
}
