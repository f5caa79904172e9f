package child

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"

	"corerace/bench/role"
)

// Env is the environment variable that makes a hooked binary a guard.
const Env = "CORERACE_GUARD"

// argument is the first argument of a guard.
const argument = "corerace-guard"

// hooked is whether Hook was called: without it, a program would start itself over and over.
var hooked bool

// Hook makes this program able to be the guard of a group. Call it first in main, beside the other hooks. In a process
// that was started as a guard it never returns.
func Hook() {
	hooked = true
	if _, ok := role.Take(Env, argument); ok {
		guard()
	}
}

// A Group is processes that end together: when it is closed, and when this program ends, however that ends. It is for
// processes that start processes of their own, as Python's pools do, which nobody else would end.
//
//	this program ──pipe──> guard     leads the process group; waits for the end of the pipe
//	      │
//	      ├──────────────> member    in the group
//	      └──────────────> member ──> what it starts, in the group too
//
// The guard is this very binary, started again with an environment variable that [Hook] looks for. When this program
// dies, by SIGKILL as well, the kernel closes its end of the pipe, and the guard kills its group, itself included.
//
// Its methods may be called from several goroutines.
type Group struct {
	leader int      // pid of the guard, which is the number of the group
	life   *os.File // its end is the group's

	mu     sync.Mutex
	cmds   []*exec.Cmd
	closed bool
}

// NewGroup starts the guard of a group.
func NewGroup() (*Group, error) {
	if err := MayStart(); err != nil {
		return nil, err
	}
	g := &Group{}
	if err := g.lead(); err != nil {
		return nil, fmt.Errorf("guard of a process group: %w", err)
	}
	return g, nil
}

// MayStart returns why this process can't start a guard, or nil.
func MayStart() error {
	if !hooked {
		return errors.New("this program can't guard its processes: call child.Hook first in main")
	}
	if _, ok := os.LookupEnv(Env); ok {
		return errors.New("this process is itself a guard, and a guard never starts processes")
	}
	return errUnsupported
}

// Start starts a command in the group. Close waits for it, so its Wait isn't called, and what it writes to are files.
func (g *Group) Start(cmd *exec.Cmd) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return errors.New("the process group is closed")
	}
	cmd.SysProcAttr = member(g.leader)
	if err := Start(cmd); err != nil {
		return err
	}
	g.cmds = append(g.cmds, cmd)
	return nil
}

// Kill kills all processes of the group, which can't be used after it. Close is still needed.
func (g *Group) Kill() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed {
		killGroup(g.leader)
	}
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
	for _, cmd := range g.cmds[1:] {
		cmd.Wait()
	}
	killGroup(g.leader) // what a member has forked while it was killed
	g.cmds[0].Wait()
	return g.life.Close()
}
