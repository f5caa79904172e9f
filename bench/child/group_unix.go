//go:build unix

package child

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// errUnsupported is why there are no groups here; nil where there are.
var errUnsupported error

// ready is what a guard says when it begins, and readyWithin is how long it may take to.
const (
	ready       = "g"
	readyWithin = 10 * time.Second
)

// guard waits for the end of its standard input, which is that of the parent or of the group, and kills the group.
func guard() {
	if pgid, err := unix.Getpgid(0); err != nil || pgid != os.Getpid() {
		fmt.Fprintln(os.Stderr, "corerace guard: it doesn't lead its process group")
		os.Exit(2)
	}
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	os.Stdout.WriteString(ready)
	io.Copy(io.Discard, os.Stdin)
	syscall.Kill(0, syscall.SIGKILL)
	os.Exit(0)
}

// lead starts the guard and waits until it says that it is there.
func (g *Group) lead() error {
	cmd, p, err := Again(argument)
	if err != nil {
		return err
	}
	defer p.Out.Close()
	cmd.Env = HelperEnv(os.Environ(), Env, "1", p.Stdin)
	cmd.SysProcAttr = member(0)
	err = cmd.Start() // not Start: it outlives the parent, if only to end the group
	p.LetGo()
	if err != nil {
		p.In.Close()
		return err
	}
	g.leader, g.life, g.cmds = cmd.Process.Pid, p.In, []*exec.Cmd{cmd}
	p.Out.SetReadDeadline(time.Now().Add(readyWithin))
	if _, err := io.ReadFull(p.Out, make([]byte, len(ready))); err != nil {
		g.cmds = nil
		cmd.Process.Kill()
		cmd.Wait()
		p.In.Close()
		return fmt.Errorf("a process (pid %d) that doesn't begin: %w", cmd.Process.Pid, err)
	}
	return nil
}

// killGroup kills every process of a group. The guard isn't waited for yet, so the number can't be another's.
func killGroup(leader int) { syscall.Kill(-leader, syscall.SIGKILL) }

// OwnGroup lets a process start in a process group of its own: what it forks can be killed with it, and an interrupt
// from the terminal is this program's alone to answer.
func OwnGroup(cmd *exec.Cmd) { cmd.SysProcAttr = member(0) }

// KillGroup kills a process that leads its group and wasn't waited for yet, and all that it has forked.
func KillGroup(p *os.Process) { killGroup(p.Pid) }

// member puts a process into a group; 0 is one of its own.
func member(leader int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pgid: leader}
}
