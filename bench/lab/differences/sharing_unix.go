//go:build linux || darwin

package differences

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// counter is the global that workers add to.
var counter int

func globalGoroutine(t teller) {
	counter = 10
	var wg sync.WaitGroup
	wg.Go(func() { counter++ })
	wg.Wait()
	tellGlobal(t, 10)
}

func globalProcess(t teller) {
	counter = 10
	w := startWorker("global worker", false)
	began, err := strconv.Atoi(w.line())
	must(err)
	w.end()
	tellGlobal(t, began)
}

func globalWorker(t teller) {
	fmt.Fprintln(t.w, counter)
	counter++
}

func tellGlobal(t teller, began int) {
	t.fact("began", began)
	t.fact("now", counter)
	switch {
	case counter == 11:
		t.saw("shared")
	case counter == 10 && began == 0:
		t.saw("fresh")
	default:
		t.saw("other")
	}
}

func closureGoroutine(t teller) {
	captured := 7
	todo, done := make(chan func() int), make(chan int)
	go func() { done <- (<-todo)() }()
	todo <- func() int { return captured }
	if <-done == captured {
		t.saw("ran")
	}
}

// closureProcess tries what there is to send values to another process with.
func closureProcess(t teller) {
	captured := 7
	if err := gob.NewEncoder(io.Discard).Encode(func() int { return captured }); err != nil {
		t.fact("error", err)
		t.saw("refused")
		return
	}
	t.saw("other")
}

// changed is what a worker sets in its environment.
const changed = "CORERACE_CHANGED"

func change() {
	must(os.Chdir("/"))
	must(os.Setenv(changed, "1"))
	signal.Ignore(syscall.SIGUSR1)
}

func surroundingsGoroutine(t teller) {
	tellSurroundings(t, func() {
		var wg sync.WaitGroup
		wg.Go(change)
		wg.Wait()
	})
}

func surroundingsProcess(t teller) {
	tellSurroundings(t, func() { startWorker("surroundings worker", false).end() })
}

func surroundingsWorker(teller) { change() }

// tellSurroundings has a worker change its surroundings, and looks at its own.
func tellSurroundings(t teller, worker func()) {
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, syscall.SIGUSR1)
	here, err := os.Getwd()
	must(err)
	worker()
	must(syscall.Kill(os.Getpid(), syscall.SIGUSR1))
	caught := false
	select {
	case <-arrived:
		caught = true
	case <-time.After(300 * time.Millisecond): // what is ignored never arrives
	}
	now, err := os.Getwd()
	must(err)
	_, set := os.LookupEnv(changed)
	switch {
	case now != here && set && !caught:
		t.saw("all")
	case now == here && !set && caught:
		t.saw("own")
	default:
		t.saw("other")
	}
}

// bytesFile is an open file of a thousand bytes that has no name any more.
func bytesFile() *os.File {
	f, err := os.CreateTemp("", "")
	must(err)
	must(os.Remove(f.Name()))
	_, err = f.Write(make([]byte, 1000))
	must(err)
	_, err = f.Seek(0, io.SeekStart)
	must(err)
	return f
}

func offsetGoroutine(t teller) {
	f := bytesFile()
	var wg sync.WaitGroup
	wg.Go(func() { readSome(f) })
	wg.Wait()
	tellOffset(t, f)
}

func offsetProcess(t teller) {
	f := bytesFile()
	startWorker("offset worker", false, f).end()
	tellOffset(t, f)
}

func offsetWorker(teller) { readSome(os.NewFile(3, "inherited")) }

func readSome(f *os.File) {
	_, err := io.ReadFull(f, make([]byte, 100))
	must(err)
}

func tellOffset(t teller, f *os.File) {
	at, err := f.Seek(0, io.SeekCurrent)
	must(err)
	t.fact("at", at)
	switch at {
	case 0:
		t.saw("stayed")
	case 100:
		t.saw("moved")
	default:
		t.saw("other")
	}
}

// errCause is what the error of a worker wraps.
var errCause = errors.New("division by zero")

func exceptionGoroutine(t teller) {
	failed := make(chan error)
	go func() { failed <- fmt.Errorf("boom: %w", errCause) }()
	if errors.Is(<-failed, errCause) {
		t.saw("whole")
	}
}

// exceptionProcess sends an error as it is, and then as text, which is what is left.
func exceptionProcess(t teller) {
	err := fmt.Errorf("boom: %w", errCause)
	refused := gob.NewEncoder(io.Discard).Encode(&err)
	if refused == nil {
		t.saw("other")
		return
	}
	t.fact("error", refused)
	var sent bytes.Buffer
	var text string
	must(gob.NewEncoder(&sent).Encode(err.Error()))
	must(gob.NewDecoder(&sent).Decode(&text))
	if got := errors.New(text); got.Error() == err.Error() && !errors.Is(got, errCause) {
		t.saw("text")
	}
}

func seedGoroutine(t teller) {
	draws := make(chan uint64, 2)
	for range 2 {
		go func() { draws <- rand.Uint64() }()
	}
	tellSeed(t, strconv.FormatUint(<-draws, 10), strconv.FormatUint(<-draws, 10))
}

func seedProcess(t teller) {
	a, b := startWorker("seed worker", false), startWorker("seed worker", false)
	x, y := a.line(), b.line()
	a.end()
	b.end()
	tellSeed(t, x, y)
}

func seedWorker(t teller) { fmt.Fprintln(t.w, rand.Uint64()) }

func tellSeed(t teller, a, b string) {
	if a == b {
		t.saw("same")
		return
	}
	t.saw("different")
}

// initialised is the process in which the variables of this package were.
var initialised = os.Getpid()

func mainsGoroutine(t teller) {
	pids := make(chan int)
	for range 2 {
		go func() { pids <- initialised }()
	}
	tellMains(t, <-pids, <-pids)
}

func mainsProcess(t teller) {
	var pids []int
	for range 2 {
		w := startWorker("mains worker", false)
		pid, err := strconv.Atoi(w.line())
		must(err)
		w.end()
		pids = append(pids, pid)
	}
	tellMains(t, pids...)
}

func mainsWorker(t teller) { fmt.Fprintln(t.w, initialised) }

// tellMains tells how often the program began: once, and once more for each worker that did so in its own process.
func tellMains(t teller, pids ...int) {
	times := 1
	for _, pid := range pids {
		if pid != initialised {
			times++
		}
	}
	t.fact("times", times)
	switch times {
	case 1:
		t.saw("once")
	case 3:
		t.saw("each")
	default:
		t.saw("other")
	}
}

// copied is the lock that is held while a worker is started.
var copied sync.Mutex

func forkedGoroutine(t teller) {
	let := holdCopied()
	others := make(chan int)
	go func() {
		n := runtime.NumGoroutine()
		copied.Lock()
		others <- n
	}()
	close(let)
	tellForked(t, <-others)
}

func forkedProcess(t teller) {
	let := holdCopied()
	w := startWorker("forked worker", false)
	close(let)
	n, err := strconv.Atoi(w.line())
	must(err)
	w.end()
	tellForked(t, n)
}

// holdCopied has a goroutine hold the lock until let is closed.
func holdCopied() (let chan struct{}) {
	holding, let := make(chan struct{}), make(chan struct{})
	go func() {
		copied.Lock()
		close(holding)
		<-let
		copied.Unlock()
	}()
	<-holding
	return let
}

func forkedWorker(t teller) {
	copied.Lock()
	fmt.Fprintln(t.w, runtime.NumGoroutine())
}

// tellForked tells how many goroutines there were where the lock was had.
func tellForked(t teller, goroutines int) {
	t.fact("threads", goroutines)
	if goroutines > 1 {
		t.saw("together")
		return
	}
	t.saw("fresh")
}
