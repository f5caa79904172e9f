package worker

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// Protocol is the version of the wire. A parent and its workers are of one build, so it only catches a worker that
// was started by something else.
const Protocol = 2

// A Kind says what a frame means. The numbers in [Frame.Args] depend on it.
type Kind uint8

// The frames of the wire, with their arguments.
const (
	// From worker to parent.
	KindHello   Kind = iota + 1 // protocol, pid, clock at the first instruction, 0 where there is none that both share
	KindReady                   // setup ns
	KindSum                     // sum, first share, shares: of what was sent
	KindDone                    // sum, shares, user ns, sys ns; a KindAccount follows
	KindAccount                 // window ns, wait ns, 1 where the wait is known
	KindFail                    // Text: what went wrong; the worker exits after it
	KindEchoed                  // sum, bytes; so many bytes follow
	KindOutput                  // hash, bytes, transform ns, encode ns; so many bytes follow

	// From parent to worker.
	KindSetup // share, most bytes of memory (0: any), place in the pool, a BlockSetup; Text: name of the workload
	KindJob   // size, share, passes: claim until no share is left, after what the slot has unfinished
	KindPart  // the same, but run an equal part of every pass, that of this worker's place
	KindShare // first share, shares, items in a share: run these
	KindBlock // item, bytes, 1 where it is the last of its share; so many bytes follow
	KindEcho  // way, bytes; for the pipe so many bytes follow
	KindTally // end of a job of shares that were sent: answer KindDone
	KindQuit
)

// A Frame is a message between a parent and a worker process.
type Frame struct {
	Kind Kind
	Args [4]uint64
	Text string
}

const (
	headBytes = 40 // kind, 5 bytes of zeros, length of the text, four numbers
	maxText   = 4096
)

// AppendFrame appends the frame's bytes to b. A text over 4,096 bytes is cut.
func AppendFrame(b []byte, f Frame) []byte {
	text := f.Text[:min(len(f.Text), maxText)]
	b = append(b, byte(f.Kind), 0, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(text)))
	for _, a := range f.Args {
		b = binary.LittleEndian.AppendUint64(b, a)
	}
	return append(b, text...)
}

// A NotFrameError says that what was read is no frame.
type NotFrameError struct {
	Head []byte // what was read of it: as much as a frame has at the least
}

// Error implements error.
func (e *NotFrameError) Error() string {
	return fmt.Sprintf("not a frame: it starts with % x", e.Head[:8])
}

// A FrameReader reads frames. What it reads is not trusted: a frame has a known kind and a bounded text, or is an
// error.
type FrameReader struct {
	r    io.Reader
	buf  *bufio.Reader // r, where it has a buffer
	head [headBytes]byte
}

// NewFrameReader returns a reader of the frames in r. It takes no more from r than it returns.
func NewFrameReader(r io.Reader) *FrameReader { return &FrameReader{r: r} }

// pipeBuffer is the size of the buffer for frames that come many at a time.
const pipeBuffer = 16 << 10

// Buffer makes the reader take from now on all that is there with one read, for many frames.
func (d *FrameReader) Buffer() {
	if d.buf == nil {
		d.buf = bufio.NewReaderSize(d.r, pipeBuffer)
		d.r = d.buf
	}
}

// More returns whether another frame can be read without waiting, as far as the reader knows.
func (d *FrameReader) More() bool { return d.buf != nil && d.buf.Buffered() >= headBytes }

// Read returns the next frame, io.EOF where the stream ends between two frames, and io.ErrUnexpectedEOF where it
// ends within one.
func (d *FrameReader) Read() (Frame, error) {
	if _, err := io.ReadFull(d.r, d.head[:]); err != nil {
		return Frame{}, err
	}
	f := Frame{Kind: Kind(d.head[0])}
	if f.Kind < KindHello || f.Kind > KindQuit || d.head[1]|d.head[2]|d.head[3]|d.head[4]|d.head[5] != 0 {
		return Frame{}, &NotFrameError{Head: append([]byte(nil), d.head[:]...)}
	}
	n := int(binary.LittleEndian.Uint16(d.head[6:]))
	if n > maxText {
		return Frame{}, fmt.Errorf("not a frame: a text of %d bytes, at most %d expected", n, maxText)
	}
	for i := range f.Args {
		f.Args[i] = binary.LittleEndian.Uint64(d.head[8+8*i:])
	}
	if n == 0 {
		return f, nil
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(d.r, text); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return Frame{}, err
	}
	f.Text = string(text)
	return f, nil
}

// ReadBytes fills b with the bytes that follow a frame.
func (d *FrameReader) ReadBytes(b []byte) error {
	_, err := io.ReadFull(d.r, b)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// Done is what a worker did in a job.
type Done struct {
	Sum       uint64
	Shares    int64
	User, Sys time.Duration
}

// frame returns the KindDone frame of d.
func (d Done) frame() Frame {
	return Frame{Kind: KindDone, Args: [4]uint64{d.Sum, uint64(d.Shares), uint64(d.User), uint64(d.Sys)}}
}

// maxCPU is more CPU time than any job takes: about three weeks.
const maxCPU = 1 << 51

// Done returns what a KindDone frame says of a job of at most shares shares.
func (f Frame) Done(shares uint64) (Done, error) {
	switch {
	case f.Kind != KindDone:
		return Done{}, fmt.Errorf("frame of kind %d, the end of a job expected", f.Kind)
	case f.Args[1] > min(shares, math.MaxInt64):
		return Done{}, fmt.Errorf("%d shares done, the job has %d", f.Args[1], shares)
	case f.Args[2] > maxCPU || f.Args[3] > maxCPU:
		return Done{}, errors.New("impossible CPU time")
	}
	return Done{f.Args[0], int64(f.Args[1]), time.Duration(f.Args[2]), time.Duration(f.Args[3])}, nil
}

// An Account says where a worker's time went in a job.
type Account struct {
	Window time.Duration // from its go to the end of its last share
	Wait   time.Duration // waiting for a core
	Known  bool          // whether Wait is
}

// frame returns the KindAccount frame of a.
func (a Account) frame() Frame {
	f := Frame{Kind: KindAccount, Args: [4]uint64{uint64(a.Window), uint64(a.Wait)}}
	if a.Known {
		f.Args[2] = 1
	}
	return f
}

// Account returns what a KindAccount frame says.
func (f Frame) Account() (Account, error) {
	switch {
	case f.Kind != KindAccount:
		return Account{}, fmt.Errorf("frame of kind %d, an account expected", f.Kind)
	case f.Args[0] > maxCPU || f.Args[1] > maxCPU || f.Args[2] > 1:
		return Account{}, errors.New("impossible account")
	}
	return Account{time.Duration(f.Args[0]), time.Duration(f.Args[1]), f.Args[2] == 1}, nil
}

// grid returns the grid that a KindJob or KindPart frame holds, or an error where it isn't one over at most size items.
func (f Frame) grid(size int) (Grid, error) {
	s, share, passes := f.Args[0], f.Args[1], f.Args[2]
	if s < 1 || s > uint64(size) || share < 1 || share > s || passes < 1 || passes > 1<<40 {
		return Grid{}, fmt.Errorf("no such job: %d items in shares of %d, %d passes, over a workload of %d", s, share,
			passes, size)
	}
	return Grid{Size: int(s), Share: int(share), Passes: int(passes)}, nil
}

// frame returns the KindJob frame of g.
func (g Grid) Frame() Frame {
	return Frame{Kind: KindJob, Args: [4]uint64{uint64(g.Size), uint64(g.Share), uint64(g.Passes)}}
}
