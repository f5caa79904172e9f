package race

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"time"

	"corerace/bench/child"
	"corerace/bench/mode"
	"corerace/bench/role"
)

// An agentProcess is the process of an agent and its pipes, in a group that ends with all that the process has started.
//
//	this program                      the build
//	In  ── requests, a line each ──>  standard input
//	Out <─ replies, a line each ────  standard output
//	       what it has to say ──────  standard error, tidied before it is shown
type agentProcess struct {
	group *child.Group // nil where there are no groups
	cmd   *exec.Cmd
	pipes child.Pipes
	out   *bufio.Reader // what comes over Out
}

// start starts a program as an agent.
func (p *agentProcess) start(name, path string) (err error) {
	if p.pipes, err = child.OpenPipes(); err != nil {
		return err
	}
	defer p.pipes.LetGo()
	defer func() {
		if err != nil {
			p.end()
		}
	}()
	p.out = bufio.NewReaderSize(p.pipes.Out, 64<<10)
	says, stderr, err := os.Pipe()
	if err != nil {
		return err
	}
	defer stderr.Close()
	go relay(says, os.Stderr, "build "+name+": ")
	cmd := exec.Command(path, agentArgument)
	cmd.Env = append(agentEnviron(os.Environ()), role.Set(agentEnv, "1", p.pipes.Stdin))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.pipes.Stdin, p.pipes.Stdout, stderr
	return p.launch(cmd)
}

// launch starts the command in a group of its own, or where there are none, alone.
func (p *agentProcess) launch(cmd *exec.Cmd) (err error) {
	p.group, err = child.NewGroup()
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		err = child.Start(cmd)
	case err != nil:
		return err
	default:
		err = p.group.Start(cmd)
	}
	if err == nil {
		p.cmd = cmd
	}
	return err
}

// within sets how long the next exchange may take.
func (p *agentProcess) within(d time.Duration) {
	end := time.Now().Add(d)
	p.pipes.In.SetWriteDeadline(end)
	p.pipes.Out.SetReadDeadline(end)
}

// kill ends the process with all that it has started, stopped processes among them.
func (p *agentProcess) kill() {
	if p.group != nil {
		p.group.Kill()
	} else if p.cmd != nil {
		p.cmd.Process.Kill()
	}
	p.pipes.Out.SetReadDeadline(time.Unix(1, 0)) // also where somebody outside of the group holds the other end
}

// end ends the process with all that it has started, and waits for it. It may be called more than once.
func (p *agentProcess) end() error {
	p.pipes.Close()
	switch {
	case p.group != nil:
		return p.group.Close()
	case p.cmd != nil:
		late := time.AfterFunc(mode.EndGrace, func() { p.cmd.Process.Kill() })
		defer late.Stop()
		p.cmd.Wait()
	}
	return nil
}
