// Package child starts processes in a group that ends together: when it is closed, and when this program ends, however
// that ends. It is for processes that start processes of their own, as Python's pools do, which nobody else would end.
//
//	this program ──pipe──> guard     leads the process group; waits for the end of the pipe
//	      │
//	      ├──────────────> member    in the group
//	      └──────────────> member ──> what it starts, in the group too
//
// The guard is this very binary, started again with an environment variable that [Hook] looks for. When this program
// dies, by SIGKILL as well, the kernel closes its end of the pipe, and the guard kills its group, itself included.
package child

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// Env is the environment variable that makes a hooked binary a guard.
const Env = "CORERACE_GUARD"

// hooked is whether Hook was called: without it, a program would start itself over and over.
var hooked bool

// Hook makes this program able to be the guard of a group. Call it first in main, beside the other hooks. In a process
// that was started as a guard it never returns.
func Hook() {
	hooked = true
	if _, ok := os.LookupEnv(Env); ok {
		guard()
	}
}

// A Group is processes that end together. Its methods may be called from several goroutines.
type Group struct {
	todo   chan func() // run on the one thread that starts the processes
	leader int         // pid of the guard, which is the number of the group
	life   *os.File    // its end is the group's

	mu     sync.Mutex
	cmds   []*exec.Cmd
	closed bool
}

// NewGroup starts the guard of a group.
func NewGroup() (*Group, error) {
	if err := mayStart(); err != nil {
		return nil, err
	}
	g := &Group{todo: make(chan func())}
	go g.keep()
	if err := g.lead(); err != nil {
		close(g.todo)
		return nil, fmt.Errorf("guard of a process group: %w", err)
	}
	return g, nil
}

func mayStart() error {
	if !hooked {
		return errors.New("this program can't guard its processes: call child.Hook first in main")
	}
	if _, ok := os.LookupEnv(Env); ok {
		return errors.New("this process is itself a guard, and a guard never starts processes")
	}
	return supported
}

// keep runs the starts on one thread that stays as long as the group: where the kernel is asked to kill a process with
// its parent, it does so at the end of the thread that forked.
func (g *Group) keep() {
	defer lockThread()()
	for f := range g.todo {
		f()
	}
}

// Start starts a command in the group. It is killed when the group is closed, so give what it writes to to files or
// bounded buffers, and don't call its Wait: Close does.
func (g *Group) Start(cmd *exec.Cmd) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return errors.New("the process group is closed")
	}
	cmd.SysProcAttr = member(g.leader)
	if err := g.onThread(cmd.Start); err != nil {
		return err
	}
	g.cmds = append(g.cmds, cmd)
	return nil
}

func (g *Group) onThread(f func() error) error {
	done := make(chan error)
	g.todo <- func() { done <- f() }
	return <-done
}

// Close kills all processes of the group and waits for those that Start started. It may be called more than once.
func (g *Group) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil
	}
	g.closed = true
	killGroup(g.leader)
	for _, cmd := range g.cmds {
		cmd.Wait()
	}
	close(g.todo)
	return g.life.Close()
}

// guardEnv is the environment of a guard.
func guardEnv(env []string) []string {
	var out []string
	for _, kv := range env {
		if k, _, _ := strings.Cut(kv, "="); k != "GOMAXPROCS" && k != Env {
			out = append(out, kv)
		}
	}
	return append(out, "GOMAXPROCS=1", Env+"=1")
}
