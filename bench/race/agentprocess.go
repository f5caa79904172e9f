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
//	in  ── requests, a line each ──>  standard input
//	out <─ replies, a line each ────  standard output
//	       what it has to say ──────  standard error, tidied before it is shown
type agentProcess struct {
	group *child.Group // nil where there are no groups
	cmd   *exec.Cmd
	in    *os.File
	pipe  *os.File // the other end of its standard output
	out   *bufio.Reader
}

// start starts a program as an agent.
func (p *agentProcess) start(name, path string) (err error) {
	var theirs []*os.File
	defer func() {
		for _, f := range theirs {
			f.Close()
		}
		if err != nil {
			p.end()
		}
	}()
	stdin, in, err := os.Pipe()
	if err != nil {
		return err
	}
	theirs, p.in = append(theirs, stdin), in
	pipe, stdout, err := os.Pipe()
	if err != nil {
		return err
	}
	theirs, p.pipe, p.out = append(theirs, stdout), pipe, bufio.NewReaderSize(pipe, 64<<10)
	says, stderr, err := os.Pipe()
	if err != nil {
		return err
	}
	theirs = append(theirs, stderr)
	go relay(says, os.Stderr, "build "+name+": ")
	cmd := exec.Command(path, agentArgument)
	cmd.Env = append(agentEnviron(os.Environ()), role.Set(agentEnv, "1", stdin))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, stderr
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
	p.in.SetWriteDeadline(end)
	p.pipe.SetReadDeadline(end)
}

// kill ends the process with all that it has started, stopped processes among them.
func (p *agentProcess) kill() {
	if p.group != nil {
		p.group.Kill()
	} else if p.cmd != nil {
		p.cmd.Process.Kill()
	}
	p.pipe.SetReadDeadline(time.Unix(1, 0)) // also where somebody outside of the group holds the other end
}

// end ends the process with all that it has started, and waits for it. It may be called more than once.
func (p *agentProcess) end() error {
	for _, f := range []*os.File{p.in, p.pipe} {
		if f != nil {
			f.Close()
		}
	}
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
