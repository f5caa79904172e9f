package jetstream

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/bench/role"
	"corerace/results"
)

// Env is the environment variable that makes this program a worker, and argument its first argument. The value is empty:
// what it needs comes as a line on its standard input, since others see arguments.
const (
	Env      = "CORERACE_HOST_WORKER"
	argument = "corerace-host-worker"
)

// A posting is the line that a worker process is sent.
type posting struct {
	URL     string          `json:"url"`
	Token   string          `json:"token,omitempty"`
	CA      string          `json:"ca,omitempty"`
	Cert    string          `json:"cert,omitempty"`
	Key     string          `json:"key,omitempty"`
	Host    string          `json:"host"`
	Seat    int             `json:"seat"`
	Nonce   string          `json:"nonce,omitempty"`
	Wait    time.Duration   `json:"wait_ns"`
	Machine results.Machine `json:"machine"`
}

// postingOf puts together what a worker needs.
func postingOf(d door, s seat) posting {
	return posting{d.url, d.token, d.files.ca, d.files.cert, d.files.key, s.host, s.number, s.nonce, s.wait, s.machine}
}

// Hook makes this process a worker where it was started as one. Call it first in main: then it never returns.
func Hook() {
	if _, ok := role.Take(Env, argument); !ok {
		return
	}
	role.IgnoreInterrupt()
	os.Unsetenv(Env)
	err := serveProcess(os.Stdin, os.Stdout)
	if err == nil || errors.Is(err, errQuit) {
		os.Exit(0)
	}
	said := saidEnd
	if errors.Is(err, errVanished) {
		said = saidGone
	}
	fmt.Fprintln(os.Stdout, said+child.Plain(err.Error()))
	os.Exit(1)
}

// What the last line of a worker begins with: why it ended for good, or because its run is gone.
const (
	saidEnd  = "end "
	saidGone = "gone "
)

// serveProcess is a worker process. It ends with its parent: at the end of its standard input.
func serveProcess(in io.Reader, out io.Writer) error {
	r := bufio.NewReaderSize(in, child.MaxLine)
	line, err := r.ReadSlice('\n')
	if err != nil {
		return fmt.Errorf("what a worker needs is a line: %w", err)
	}
	var p posting
	if err := json.Unmarshal(line, &p); err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(context.Background())
	over := &parent{out: out, lines: make(chan []byte, 1)}
	go func() {
		over.listen(r)
		stop(errQuit)
		time.AfterFunc(quitGrace, func() { os.Exit(0) }) // it may be in a share that never ends
	}()
	return work(ctx, door{p.URL, p.Token, tlsFiles{p.CA, p.Cert, p.Key}},
		seat{host: p.Host, number: p.Seat, nonce: p.Nonce, machine: p.Machine, pid: os.Getpid(), wait: p.Wait, parent: over},
		over.joined)
}

// quitGrace is how long a worker may take to end the lot that it is at when it is to end.
const quitGrace = 100 * time.Millisecond

// A process is a worker process, as its parent sees it.
type process struct {
	cmd   *exec.Cmd
	lines *child.Lines
	ended chan struct{} // closed when it has been waited for
	words string        // the last it said, when ended is closed
	said  func(p *process, line string)
}

// startProcess starts a worker process. said is told every line that it says, from one goroutine.
func startProcess(p posting, said func(p *process, line string)) (*process, error) {
	cmd, pipes, err := child.Again(argument)
	if err != nil {
		return nil, err
	}
	defer pipes.LetGo()
	cmd.Env = child.HelperEnv(os.Environ(), Env, "", pipes.Stdin)
	if err := child.Start(cmd); err != nil {
		pipes.Close()
		return nil, err
	}
	w := &process{cmd: cmd, lines: child.NewLines(pipes), ended: make(chan struct{}), said: said}
	err = w.lines.Send(string(encode(p)))
	go w.watch()
	if err != nil {
		w.end(0)
		return nil, err
	}
	return w, nil
}

// forEver is longer than any run: a worker that waits says nothing.
const forEver = 1000 * time.Hour

// watch reads what the process says, and waits for it.
func (p *process) watch() {
	for {
		line, err := p.lines.Next(forEver, func() {})
		if err != nil {
			break
		}
		p.words = child.Plain(string(line))
		if p.said != nil {
			p.said(p, p.words)
		}
	}
	p.cmd.Wait()
	close(p.ended)
}

// end tells the process to end, kills it where it doesn't within some time, and waits for it.
func (p *process) end(patience time.Duration) {
	p.lines.In.Close()
	if patience > 0 {
		select {
		case <-p.ended:
		case <-time.After(patience):
		}
	}
	p.cmd.Process.Kill()
	// Where somebody else holds the other end of its pipe, reading ends all the same.
	late := time.AfterFunc(endGrace, func() { p.lines.Out.Close() })
	defer late.Stop()
	<-p.ended
	p.lines.Out.Close()
}

// endGrace is how long a process may take to end after it was told to.
const endGrace = time.Second

// how says how a process that has ended did.
func (p *process) how() string {
	for _, said := range []string{saidEnd, saidGone} {
		if last, ok := strings.CutPrefix(p.words, said); ok {
			return last
		}
	}
	return child.Ended(p.cmd.ProcessState)
}
