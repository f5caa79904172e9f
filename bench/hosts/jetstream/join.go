package jetstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/machine"
	"corerace/results"
)

// Join offers the cores of this machine to a run: it starts worker processes, which join by themselves, and starts
// another one where one dies. It says on out what comes of it, and returns when the run has ended, or ctx has.
func Join(ctx context.Context, j tell.Join, out io.Writer) error {
	if err := checkJoin(j); err != nil {
		return err
	}
	files := tlsFiles{j.CA, j.Cert, j.Key}
	token, err := readToken(j.TokenFile)
	if err != nil {
		return err
	}
	if _, err := files.join(); err != nil {
		return err
	}
	h := &host{Join: j, door: door{j.URL, token, files}, facts: machine.Facts(ctx), watch: newWatch(j.Label), out: out}
	defer h.watch.close()
	if h.watch.why != nil {
		h.say("which core does its work isn't recorded: %v", h.watch.why)
	}
	for {
		err := h.once(ctx)
		if !j.Stay || err != nil && !errors.Is(err, errVanished) || ctx.Err() != nil {
			return err
		}
		if err != nil {
			h.say("%v", err)
		}
		h.say("waiting for the next run")
	}
}

// checkJoin says what is wrong with the settings of a host.
func checkJoin(j tell.Join) error {
	switch {
	case !tell.ValidLabel(j.Label):
		return fmt.Errorf("a label is letters, digits, dots, hyphens and underscores, at most %d: not %.80q", tell.MaxLabel,
			j.Label)
	case j.Workers < 1 || j.Workers > tell.MaxWorkers:
		return fmt.Errorf("%d workers: 1 to %d expected", j.Workers, tell.MaxWorkers)
	}
	return CheckURL(j.URL)
}

// A host is this machine, as it offers its cores.
type host struct {
	tell.Join
	door  door
	facts results.Machine
	watch *watch
	mu    sync.Mutex // of out
	out   io.Writer
	told  string // why its workers wait, which each of them says
}

func (h *host) say(format string, args ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fmt.Fprintf(h.out, "host %s: %s\n", h.Label, fmt.Sprintf(format, args...))
}

// waits says why workers wait, where that hasn't been said.
func (h *host) waits(why string) {
	h.mu.Lock()
	known := h.told == why
	h.told = why
	h.mu.Unlock()
	if !known {
		h.say("%s; waiting for up to %v", why, h.Wait)
	}
}

// once is workers for one run. The first of them that ends for good ends all.
func (h *host) once(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if h.Workers == 1 {
		h.say("1 worker joins %s", h.URL)
	} else {
		h.say("%d workers join %s", h.Workers, h.URL)
	}
	errs := make([]error, h.Workers)
	var all sync.WaitGroup
	for i := range h.Workers {
		all.Go(func() {
			errs[i] = h.keep(ctx, i)
			cancel()
		})
	}
	all.Wait()
	h.watch.stop()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// mostCrashes is how many worker processes may die, one right after the other, before a host gives up.
const mostCrashes = 5

// longEnough is how long a process lives whose death isn't one right after another.
const longEnough = 5 * time.Second

// keep keeps a worker in a seat until the run has ended: one that dies is replaced.
func (h *host) keep(ctx context.Context, number int) error {
	for crashes := 0; ; {
		began := time.Now()
		p, err := startProcess(postingOf(h.door, seat{host: h.Label, number: number, machine: h.facts, wait: h.Wait}),
			func(p *process, line string) {
				if session, ok := strings.CutPrefix(line, "joined "); ok {
					h.say("worker %d takes part in run %s", number, session)
				}
				if why, ok := strings.CutPrefix(line, "waits "); ok {
					h.waits(why)
				}
				h.watch.watching(line, p.lines.Send)
			})
		if err != nil {
			return err
		}
		select {
		case <-p.ended:
		case <-ctx.Done():
			p.end(endGrace)
			return nil
		}
		p.end(0)
		if p.cmd.ProcessState.Success() {
			h.say("worker %d: the run has ended", number)
			return nil
		}
		if last, ok := strings.CutPrefix(p.words, saidGone); ok {
			return vanishedError(last)
		}
		if last, ok := strings.CutPrefix(p.words, saidEnd); ok {
			return errors.New(last)
		}
		if time.Since(began) > longEnough {
			crashes = 0
		}
		if crashes++; crashes >= mostCrashes {
			return fmt.Errorf("worker %d died %d times, one right after the other: %s", number, crashes, p.how())
		}
		h.say("worker %d: %s; another one is started", number, p.how())
	}
}

// A vanishedError is what a worker said of a run that is gone.
type vanishedError string

func (e vanishedError) Error() string       { return string(e) }
func (e vanishedError) Is(other error) bool { return other == errVanished }
