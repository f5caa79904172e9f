//go:build unix

package talk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"corerace/bench/child"
	"corerace/bench/worker/system"
)

// How the two sides of a peer process reach each other: the first word in Env.
const (
	byPipe       = "pipe"
	bySocketpair = "socketpair"
	byRing       = "ring"
	byLock       = "lock"
	byCounter    = "counter"
)

// firstFD is the first descriptor that a peer process is handed, after the standard three.
const firstFD = 3

// replyWithin is how long a peer process may take for an exchange, which is made to take some milliseconds.
const replyWithin = 10 * time.Second

// A peerPair is this process and a process of this program.
type peerPair struct {
	near   side
	spareP bool
	cut    func()       // frees the near side where the peer is gone and the kernel doesn't
	free   func() error // gives back what the sides lie in
	group  *child.Group
	cmd    *exec.Cmd
	pipes  child.Pipes // orders and replies
	orders chan order
	led    chan led
	ended  atomic.Bool
}

// startPeer starts the other side as a process and waits until it says that it is there.
func startPeer(ctx context.Context, near side, by string, largest int, files []*os.File) (*peerPair, error) {
	if err := MayStart(); err != nil {
		return nil, &notHere{err.Error()}
	}
	if err := system.Startable(2); err != nil { // and the one that guards its group
		return nil, &notHere{err.Error()}
	}
	cmd, pipes, err := child.Again(argument + by)
	if err != nil {
		return nil, err
	}
	defer pipes.LetGo()
	cmd.Env = child.HelperEnv(os.Environ(), Env, by+" "+strconv.Itoa(largest), pipes.Stdin)
	cmd.ExtraFiles = files
	p := &peerPair{near: near, cmd: cmd, pipes: pipes, cut: func() {}, free: func() error { return nil },
		orders: make(chan order), led: make(chan led)}
	go p.keepLeading()
	if err := p.start(largest); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// start starts the other side once this one is ready, and waits until both are.
func (p *peerPair) start(largest int) error {
	if err := p.near.ready(largest); err != nil {
		return err
	}
	var err error
	if p.group, err = child.NewGroup(); err == nil {
		err = p.group.Start(p.cmd)
	}
	var there reply
	if err == nil {
		there, err = p.reply()
	}
	if err != nil {
		return fmt.Errorf("the other side: %w", err)
	}
	if there.failed != "" {
		return &notHere{"the other side: " + there.failed}
	}
	return nil
}

// keepLeading does this side's part on a thread of its own.
func (p *peerPair) keepLeading() {
	runtime.LockOSThread() // never undone: the thread ends with the goroutine
	for o := range p.orders {
		f, digest, err := p.near.lead(o)
		p.led <- led{f, digest, err}
	}
}

// exchange lets both sides do their parts. A peer that doesn't come to an end is killed, which frees this side.
func (p *peerPair) exchange(ctx context.Context, o order) (figures, error) {
	if err := errors.Join(ctx.Err(), o.check()); err != nil {
		return figures{}, err
	}
	if p.spareP {
		defer withSpareP()()
	}
	defer context.AfterFunc(ctx, p.end)()
	if _, err := p.pipes.In.Write(o.append(nil)); err != nil {
		return figures{}, p.gone(err)
	}
	p.orders <- o
	r, err := p.reply()
	if err != nil || r.failed != "" {
		p.end()
		p.cut()
	}
	l := <-p.led
	if err != nil {
		return figures{}, errors.Join(context.Cause(ctx), p.gone(err))
	}
	f, err := settle(p.near, o, l, r)
	if err != nil {
		p.end()
	}
	return f, err
}

// reply reads what the peer says. It isn't trusted: its text is bounded, and late is gone.
func (p *peerPair) reply() (r reply, err error) {
	p.pipes.Out.SetReadDeadline(time.Now().Add(replyWithin))
	head := make([]byte, replyBytes)
	if _, err := io.ReadFull(p.pipes.Out, head); err != nil {
		return r, err
	}
	digest, n, err := parseReplyHead(head)
	if err != nil {
		return r, err
	}
	text := make([]byte, n)
	_, err = io.ReadFull(p.pipes.Out, text)
	return reply{digest, string(text)}, err
}

func (p *peerPair) gone(err error) error {
	return fmt.Errorf("the other side (pid %d) is gone: %w", p.cmd.Process.Pid, err)
}

// end kills the peer.
func (p *peerPair) end() {
	p.ended.Store(true)
	p.group.Kill()
}

func (p *peerPair) close() error {
	close(p.orders)
	if p.group != nil {
		p.group.Close()
	}
	p.pipes.Close()
	p.near.hangUp()
	return p.free()
}

// openPeerFiles opens a way over descriptors, the far side of which a process is handed.
func openPeerFiles(
	by string, connect func() (near, far fileLink, err error),
) func(context.Context, opening) (pair, error) {
	return func(ctx context.Context, o opening) (pair, error) {
		nearFiles, farFiles, err := connect()
		if err != nil {
			return nil, err
		}
		defer farFiles.close()
		near, err := blocking(nearFiles)
		if err != nil {
			nearFiles.close()
			return nil, err
		}
		p, err := startPeer(ctx, newTalker(near), by, o.largest, []*os.File{farFiles.in, farFiles.out})
		if err != nil {
			return nil, err
		}
		return p, nil
	}
}
