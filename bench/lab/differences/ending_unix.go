//go:build linux || darwin

package differences

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

func deathGoroutine(t teller) { tellDeath(t, "death goroutines") }

func deathProcess(t teller) { tellDeath(t, "death processes") }

// tellDeath starts a program with two workers, of which one fails, by a panic and then by SIGKILL, and tells who is
// left.
func tellDeath(t teller, program string) {
	byPanic, told, status := leftOf(program, "panic")
	t.fact("told", told)
	t.fact("status", status)
	byKill, told, status := leftOf(program, "kill")
	if told == "" {
		told = fmt.Sprint(status)
	}
	t.fact("killtold", told)
	t.saw(byPanic + "-" + byKill)
}

// leftOf says whether all workers died or one, what its starter was told, and how the program ended.
func leftOf(program, how string) (left, told string, status int) {
	w := startWorker(program, false)
	fmt.Fprintln(w.in, how)
	said := strings.Fields(w.rest())
	status = w.end()
	if len(said) == 2 && said[1] == "on" {
		return "one", said[0], status
	}
	return "all", "", status
}

// deathGoroutines has one goroutine fail, and goes on with the other.
func deathGoroutines(t teller) {
	how, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	let, done := make(chan struct{}), make(chan struct{})
	go func() { <-let; close(done) }()
	var wg sync.WaitGroup
	wg.Go(func() { fail(strings.TrimSpace(how)) })
	wg.Wait()
	close(let)
	<-done
	fmt.Fprintln(t.w, "nothing on")
}

// deathProcesses has one worker process fail, and goes on with the other.
func deathProcesses(t teller) {
	how, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	other, bad := startWorker("death other", false), startWorker("death "+strings.TrimSpace(how), false)
	told := bad.end()
	other.letGo()
	if other.line() == "done" {
		fmt.Fprintln(t.w, told, "on")
	}
	other.end()
}

func fail(how string) {
	if how == "kill" {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	panic("boom")
}

func deathPanic(teller) { fail("panic") }

func deathKill(teller) { fail("kill") }

func deathOther(t teller) {
	held()
	fmt.Fprintln(t.w, "done")
}

// statusGoroutine has a goroutine ask for status 7: it is the program's.
func statusGoroutine(t teller) {
	status := startWorker("status goroutines", false).end()
	t.fact("program", status)
	switch status {
	case 7:
		t.saw("program")
	case 0:
		t.saw("swallowed")
	default:
		t.saw("other")
	}
}

func statusGoroutines(teller) {
	var wg sync.WaitGroup
	wg.Go(func() { os.Exit(7) })
	wg.Wait()
}

func statusProcess(t teller) {
	big := 0
	for _, name := range []string{"exception", "small", "big", "kill"} {
		status := startWorker("status "+name, false).end()
		t.fact(name, status)
		if name == "big" {
			big = status
		}
	}
	if big != 263%256 {
		t.saw("other")
		return
	}
	t.saw("status")
}

func statusPanic(teller) { fail("panic") }

func statusExit(status int) func(teller) { return func(teller) { os.Exit(status) } }

func orphanGoroutine(t teller) {
	if _, left := survives("orphan goroutines"); left {
		t.saw("other")
		return
	}
	t.saw("gone")
}

func orphanProcess(t teller) {
	parent, left := survives("orphan processes")
	if !left {
		t.saw("gone")
		return
	}
	t.fact("parent", parent)
	if stays() {
		t.saw("left-zombie")
		return
	}
	t.saw("left-reaped")
}

// survives kills a starter and asks its worker who its parent is.
func survives(program string) (parent string, left bool) {
	questions, ask := pipeOf()
	answers, answer := pipeOf()
	w := startWorker(program, false, questions, answer)
	questions.Close()
	answer.Close()
	said := bufio.NewReader(answers)
	if _, err := said.ReadString('\n'); err != nil {
		must(err)
	}
	w.Process.Kill()
	w.end()
	ask.Write([]byte{1})
	parent, err := said.ReadString('\n')
	return strings.TrimSpace(parent), err == nil
}

// answerOnce says that it is there, and answers one question. The files are those that the observer has handed on.
func answerOnce() {
	questions, answers := os.NewFile(3, "questions"), os.NewFile(4, "answers")
	fmt.Fprintln(answers, "here")
	io.ReadFull(questions, make([]byte, 1))
	fmt.Fprintln(answers, os.Getppid())
}

func orphanGoroutines(teller) {
	go answerOnce()
	select {}
}

func orphanProcesses(teller) {
	startWorker("orphan worker", true, os.NewFile(3, "questions"), os.NewFile(4, "answers"))
	select {}
}

func orphanWorker(teller) { answerOnce() }

// stays is whether a worker that has ended keeps its number until it is waited for.
func stays() bool {
	w := startWorker("orphan short", false)
	w.rest()                          // its end, or nearly
	time.Sleep(50 * time.Millisecond) // a process without files may not be one without a number yet
	before := syscall.Kill(w.Process.Pid, 0)
	pid := w.Process.Pid
	w.end()
	return before == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

func daemonGoroutine(t teller) { tellDaemon(t, "daemon goroutines") }

func daemonProcess(t teller) { tellDaemon(t, "daemon processes") }

// tellDaemon starts a program that ends while its worker is at work, and tells whether the worker came to its end.
func tellDaemon(t teller, program string) {
	r, w := pipeOf()
	p := startWorker(program, false, w)
	w.Close()
	p.end()
	said, _ := io.ReadAll(r)
	switch string(said) {
	case "begun ":
		t.saw("cut")
	case "begun finally":
		t.saw("goes-on")
	default:
		t.saw("other")
	}
}

// work is what a worker is at for a time while its program ends. begun is called when it has begun.
func work(out *os.File, begun func(), length time.Duration) {
	defer io.WriteString(out, "finally")
	io.WriteString(out, "begun ")
	begun()
	time.Sleep(length)
}

func daemonGoroutines(teller) {
	begun := make(chan struct{})
	// Longer than any end of a program takes: with the race detector that is a second.
	go work(os.NewFile(3, "out"), func() { close(begun) }, time.Minute)
	<-begun
}

func daemonProcesses(teller) {
	startWorker("daemon worker", true, os.NewFile(3, "out")).line()
}

func daemonWorker(t teller) {
	work(os.NewFile(3, "out"), func() { fmt.Fprintln(t.w, "begun") }, 200*time.Millisecond)
}
