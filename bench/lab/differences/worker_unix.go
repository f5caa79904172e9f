//go:build linux || darwin

package differences

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"corerace/bench/child"
)

// A worker is this program as a part of an experiment, and the lines to and from it.
type worker struct {
	*exec.Cmd
	in   *os.File
	said *bufio.Reader
	out  *os.File
}

// startWorker starts one, whose further files are those from descriptor 3 on. It dies with its starter; unless it is
// plain, as any program's child is that asks for nothing.
func startWorker(name string, plain bool, files ...*os.File) *worker {
	cmd, p, err := part(name)
	must(err)
	cmd.ExtraFiles = files
	start := child.Start
	if plain {
		start = (*exec.Cmd).Start
	}
	must(start(cmd))
	p.LetGo()
	return &worker{cmd, p.In, bufio.NewReader(p.Out), p.Out}
}

// line is the next line of a worker; "" where there is none.
func (w *worker) line() string {
	s, _ := w.said.ReadString('\n')
	return strings.TrimSpace(s)
}

// rest is all that a worker says from now on.
func (w *worker) rest() string {
	b, _ := io.ReadAll(w.said)
	return string(b)
}

// end waits for a worker and says how it ended: its status, or the negative number of the signal.
func (w *worker) end() int {
	w.in.Close()
	w.Wait()
	if ws := w.ProcessState.Sys().(syscall.WaitStatus); ws.Signaled() {
		return -int(ws.Signal())
	}
	return w.ProcessState.ExitCode()
}

// must ends a part that can't go on. Its last words are in the error of the experiment.
func must(err error) {
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}

// held is what a worker reads its standard input for: it returns when its starter lets it go, or is gone.
func held() { io.ReadFull(os.Stdin, make([]byte, 1)) }

// letGo lets a held worker go.
func (w *worker) letGo() { w.in.Write([]byte{1}) }

// pipeOf is a pipe.
func pipeOf() (r, w *os.File) {
	r, w, err := os.Pipe()
	must(err)
	return r, w
}
