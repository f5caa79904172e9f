//go:build unix

package starter

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/child"
)

// files are what a command reads from and writes to. Its standard error is always read, its standard output where that
// is asked for: they are pipes then, whose readers keep the end of what was said and throw the rest away, so a command
// may say as much as it likes. Whoever holds a pipe when the command has ended isn't waited for.
//
// The other end of a pipe stays open here while the command runs. Else the pipe would end with the command, and a reader
// that wakes up then is in the way of what is measured: the end of a pigz that says nothing came 3 % later.
type files struct {
	in       *os.File
	null     *os.File
	out, err *outlet
}

// An outlet is a pipe that is read to its end.
type outlet struct {
	child *os.File
	read  *os.File
	tail  child.Tail
	sum   hash.Hash // nil: it isn't asked for
	bytes int64
	done  sync.WaitGroup
}

// pipeBytes is how much a command can write before anybody reads, where the system grants it.
const pipeBytes = 1 << 20

// openFiles opens what a request asks for.
func openFiles(r Request) (*files, error) {
	f := &files{}
	if err := f.open(r); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// open opens one after the other, up to the first that can't be.
func (f *files) open(r Request) (err error) {
	// A pipe that nobody writes to would hold who opens it for ever.
	if info, err := os.Stat(r.Input); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		return fmt.Errorf("input %s is a pipe: a file can be read in every run", r.Input)
	}
	if f.in, err = os.Open(cmp.Or(r.Input, os.DevNull)); err != nil {
		return err
	}
	if f.null, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0); err != nil {
		return err
	}
	if f.err, err = openOutlet(nil); err == nil && r.Capture {
		f.out, err = openOutlet(sha256.New())
	}
	return err
}

// openOutlet opens a pipe. The end of the command blocks, as programs expect.
func openOutlet(sum hash.Hash) (*outlet, error) {
	var fds [2]int
	if err := unix.Pipe(fds[:]); err != nil {
		return nil, os.NewSyscallError("pipe", err)
	}
	for _, fd := range fds {
		unix.CloseOnExec(fd) // commands are started on this goroutine alone, so none comes in between
	}
	unix.SetNonblock(fds[0], true)
	enlarge(fds[0], pipeBytes)
	return &outlet{child: os.NewFile(uintptr(fds[1]), "pipe"), read: os.NewFile(uintptr(fds[0]), "pipe"), sum: sum}, nil
}

// begin begins to read the pipes.
func (f *files) begin() {
	for _, o := range f.outlets() {
		o.done.Go(func() { io.Copy(o, o.read) })
	}
}

// Write implements io.Writer.
func (o *outlet) Write(p []byte) (int, error) {
	o.bytes += int64(len(p))
	if o.sum != nil {
		o.sum.Write(p)
	}
	return o.tail.Write(p)
}

// fds are the descriptors that the command has.
func (f *files) fds() []uintptr {
	out := f.null
	if f.out != nil {
		out = f.out.child
	}
	return []uintptr{f.in.Fd(), out.Fd(), f.err.child.Fd()}
}

// outlets are those that are read.
func (f *files) outlets() (all []*outlet) {
	for _, o := range []*outlet{f.out, f.err} {
		if o != nil {
			all = append(all, o)
		}
	}
	return all
}

// letGo closes the ends that the command has.
func (f *files) letGo() {
	for _, o := range f.outlets() {
		o.child.Close()
	}
}

// held is how long a pipe is read on whose other end somebody outside of the family holds.
const held = 500 * time.Millisecond

// drain reads what is left in the pipes when the family has ended, and says what there was.
func (f *files) drain(rep *Reply) {
	f.letGo()
	for _, o := range f.outlets() {
		o.read.SetReadDeadline(time.Now().Add(held))
		o.done.Wait()
	}
	rep.Err = f.err.tail.Bytes()
	if f.out != nil {
		rep.Out, rep.Bytes = f.out.tail.Bytes(), f.out.bytes
		rep.Sum = hex.EncodeToString(f.out.sum.Sum(nil))
	}
}

// close closes all, and waits for the readers.
func (f *files) close() {
	for _, file := range []*os.File{f.in, f.null} {
		if file != nil {
			file.Close()
		}
	}
	f.letGo()
	for _, o := range f.outlets() {
		o.read.Close()
		o.done.Wait()
	}
}
