// Package disturb makes noise: processes that use a set share of a core each. It is for finding out whether verdicts
// stay right on a busy machine, in tests and in a class.
//
// A disturber is this very binary, started again with an environment variable that [Hook] looks for. It is a process,
// not a thread, because it has to be somebody else. But it is a child, whose CPU time may be counted as own use: that
// of each core where the counting began before the start of the disturber (machine.OpenOwn), that of the system where
// the disturber is stopped before the counting ends. So disturbers are started first and stopped last.
//
// A disturber ends when it is stopped and when its parent ends, however that ends.
//
// It imports only how to start processes, and knows nothing of what is measured.
package disturb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"corerace/bench/role"
)

// Env is the environment variable that makes a hooked binary a disturber. Its value is the share of a core to use.
const Env = "CORERACE_DISTURBER"

// argument is the first argument of a disturber.
const argument = "corerace-disturber"

// period is the time in which a disturber uses its share of a core and sleeps for the rest.
const period = 10 * time.Millisecond

// most is the largest number of disturbers.
const most = 1024

// ready is what a disturber says when it begins, and readyWithin is how long it may take to.
const (
	ready       = "d"
	readyWithin = 10 * time.Second
)

// hooked is whether Hook was called: without it, a program would start itself over and over.
var hooked bool

// Hook makes this program able to be its own disturber. Call it first in main, beside the hook of bench. In a process
// that was started as a disturber it never returns.
func Hook() {
	hooked = true
	value, ok := role.Take(Env, argument)
	if !ok {
		return
	}
	duty, err := parseDuty(value)
	if err != nil {
		fmt.Fprintln(os.Stderr, "corerace disturber:", err)
		os.Exit(2)
	}
	os.Stdout.WriteString(ready)
	go func() {
		io.Copy(io.Discard, os.Stdin) // it ends when the parent does
		os.Exit(0)
	}()
	disturb(duty)
}

// Parse reads how many disturbers there are to be and what each uses: "2x70%" is two at 70 % of a core.
func Parse(s string) (n int, duty float64, err error) {
	count, share, ok := strings.Cut(s, "x")
	percent, isPercent := strings.CutSuffix(share, "%")
	n, countErr := strconv.Atoi(count)
	duty, dutyErr := strconv.ParseFloat(percent, 64)
	if !ok || !isPercent || countErr != nil || dutyErr != nil {
		return 0, 0, fmt.Errorf("disturbers %q: not like 1x70%%", s)
	}
	duty /= 100
	if err := check(n, duty); err != nil {
		return 0, 0, fmt.Errorf("disturbers %q: %w", s, err)
	}
	return n, duty, nil
}

func parseDuty(s string) (float64, error) {
	duty, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("duty %q is not a number", s)
	}
	return duty, check(1, duty)
}

func check(n int, duty float64) error {
	switch {
	case n < 1 || n > most:
		return fmt.Errorf("%d processes: from 1 to %d", n, most)
	case math.IsNaN(duty) || duty <= 0 || duty > 1:
		return fmt.Errorf("%g %% of a core: above 0, up to 100", 100*duty)
	}
	return nil
}

// Start starts n processes that use the share duty (above 0, up to 1) of a core each, until stop is called or ctx ends.
// They run when it returns. stop returns when all have ended; it may be called more than once.
//
// A disturber spins until its own CPU clock has moved by duty × 10 ms, in every 10 ms; where it has to wait for a core
// for so long that it can't, it doesn't make up for it later.
func Start(ctx context.Context, n int, duty float64) (stop func(), err error) {
	ds, err := start(n, duty)
	if err != nil {
		return nil, fmt.Errorf("disturbers: %w", err)
	}
	end := sync.OnceFunc(ds.stop)
	release := context.AfterFunc(ctx, end)
	return func() { release(); end() }, nil
}

func start(n int, duty float64) (*disturbers, error) {
	if !hooked {
		return nil, errors.New("this program can't be its own disturber: call disturb.Hook first in main")
	}
	if _, ok := os.LookupEnv(Env); ok {
		return nil, errors.New("this process is itself a disturber")
	}
	if err := check(n, duty); err != nil {
		return nil, err
	}
	ds := &disturbers{quit: make(chan struct{}), ended: make(chan struct{})}
	started := make(chan error)
	go ds.keep(n, duty, started)
	if err := <-started; err != nil {
		ds.stop()
		return nil, err
	}
	return ds, nil
}

// disturbers are processes that were started together.
type disturbers struct {
	cmds        []*exec.Cmd
	pipes       []io.Closer // a disturber ends when its standard input does
	quit, ended chan struct{}
}

// keep starts the processes and, when it is told to quit, ends them. All of it is on one thread, which stays as long as
// they do: where the kernel is asked to kill a child with its parent, it does so at the end of the thread that forked.
func (d *disturbers) keep(n int, duty float64, started chan<- error) {
	defer close(d.ended)
	defer lockThread()()
	var err error
	for i := 0; i < n && err == nil; i++ {
		err = d.add(duty)
	}
	started <- err
	<-d.quit
	for i, cmd := range d.cmds {
		cmd.Process.Kill()
		d.pipes[i].Close()
	}
	for _, cmd := range d.cmds {
		cmd.Wait()
	}
}

func (d *disturbers) add(duty float64) error {
	path, err := executable()
	if err != nil {
		return err
	}
	args := []string{os.Args[0], argument}
	cmd := &exec.Cmd{Path: path, Args: args, Stderr: os.Stderr, SysProcAttr: dieWithParent()}
	for _, kv := range os.Environ() {
		if k, _, _ := strings.Cut(kv, "="); k != "GOMAXPROCS" {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdin := cmd.Stdin.(*os.File) // as StdinPipe set it
	cmd.Env = append(cmd.Env, "GOMAXPROCS=1", role.Set(Env, strconv.FormatFloat(duty, 'g', -1, 64), stdin))
	out, err := cmd.StdoutPipe()
	if err != nil {
		in.Close()
		return err
	}
	if err := cmd.Start(); err != nil { // it closes both
		return err
	}
	d.cmds, d.pipes = append(d.cmds, cmd), append(d.pipes, in)
	if file, ok := out.(*os.File); ok {
		file.SetReadDeadline(time.Now().Add(readyWithin))
	}
	if _, err := io.ReadFull(out, make([]byte, len(ready))); err != nil {
		return fmt.Errorf("a process (pid %d) that doesn't begin: %w", cmd.Process.Pid, err)
	}
	return nil
}

func (d *disturbers) stop() {
	close(d.quit)
	<-d.ended
}
