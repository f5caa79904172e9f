package hosts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/language"
	"corerace/bench/machine"
	"corerace/results"
)

// A Hub is what pools of hosts have in common: the program with the engine, started when it is first needed, and whoever
// has joined.
type Hub struct {
	// Find returns the path of the program with the engine, and how to let go of it.
	Find func(ctx context.Context) (path string, undo func(), err error)
	// Serve says where the engine is. With Local, the workers are processes of this machine.
	Serve tell.Serve

	mu     sync.Mutex
	driver *language.Driver
	undo   func()
	served tell.Served
	failed error
}

// How long the program may take for what doesn't take long.
const (
	serveWithin = 30 * time.Second
	askWithin   = 15 * time.Second
)

// start starts the program and its engine, where that hasn't been done.
func (h *Hub) start(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.driver != nil || h.failed != nil {
		return h.failed
	}
	path, undo, err := h.Find(ctx)
	if err != nil {
		h.failed = err
		return err
	}
	argument, err := tell.Spell(nil)
	if err != nil {
		return err
	}
	d, err := language.StartCommand(tell.Program, &exec.Cmd{Path: path, Args: []string{tell.Program, argument},
		Env: os.Environ()}, nothing{})
	if err != nil {
		undo()
		return err
	}
	h.driver, h.undo = d, undo
	if err := h.ask(ctx, tell.Question{Do: tell.DoServe, Serve: &h.Serve}, &h.served, serveWithin); err != nil {
		h.end()
		h.failed = err
		return err
	}
	return nil
}

// unwaited is the CPU time of the program with the engine and of the workers that it starts here.
func (h *Hub) unwaited() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.driver == nil {
		return 0
	}
	return machine.TreeCPU(h.driver.PID())
}

// nothing is a program's text that needs no closing: it is a file of its own.
type nothing struct{}

func (nothing) Close() error { return nil }

// ask asks the program, and takes its name from what it says went wrong.
func (h *Hub) ask(ctx context.Context, q tell.Question, reply any, within time.Duration) error {
	err := h.driver.Ask(ctx, q, reply, within)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if text, ok := strings.CutPrefix(err.Error(), tell.Program+": "); ok && !errors.Is(err, language.ErrEnded) {
		return errors.New(text)
	}
	return err
}

// Gather starts the engine and waits until hosts with so many workers have joined, and those with certain labels. say is
// told where to join, of each that does, and of each that isn't let in.
func (h *Hub) Gather(
	ctx context.Context, workers int, labels []string, within time.Duration, say func(string),
) ([]results.Machine, error) {
	if err := h.start(ctx); err != nil {
		return nil, err
	}
	for _, text := range h.joinLines() {
		say(text)
	}
	seen := map[string]int{}
	for waited := time.Duration(0); ; waited += pollEvery { // in steps: a stop of this process isn't a wait
		here, err := h.here(ctx)
		if err != nil {
			return nil, err
		}
		for _, text := range here.Refused {
			say(text)
		}
		all := 0
		for _, m := range here.Hosts {
			if seen[m.Label] != m.Workers {
				seen[m.Label] = m.Workers
				say(fmt.Sprintf("host %s is here: %s, %s", m.Label, workersOf(m.Workers), m.Machine.CPUModel))
			}
			all += m.Workers
		}
		missing := slices.DeleteFunc(slices.Clone(labels), func(l string) bool {
			return slices.ContainsFunc(here.Hosts, func(m tell.Host) bool { return m.Label == l })
		})
		if all >= workers && len(missing) == 0 {
			return machines(here.Hosts), nil
		}
		if waited >= within && len(missing) > 0 {
			return nil, fmt.Errorf("host %s is waited for, and isn't here after %v", missing[0], within)
		}
		if waited >= within {
			return nil, fmt.Errorf("%d workers of hosts are asked for, and %d are here after %v", workers, all, within)
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(pollEvery):
		}
	}
}

// workersOf is how many there are, in words.
func workersOf(n int) string {
	if n == 1 {
		return "1 worker"
	}
	return fmt.Sprintf("%d workers", n)
}

// joinLines say how hosts join.
func (h *Hub) joinLines() (lines []string) {
	for i, where := range h.served.URLs {
		text := "hosts join at " + where
		if i > 0 {
			text = "or at " + where
		}
		line := "corerace host --join " + where
		if h.Serve.TokenFile != "" {
			line += " --token-file FILE"
		}
		if strings.HasPrefix(where, "tls:") {
			line += " --tls-ca FILE"
			if h.Serve.CA != "" && h.Serve.URL == "" { // it is the authority that they are checked by
				line += " --tls-cert FILE --tls-key FILE"
			}
		}
		lines = append(lines, text+": "+line)
	}
	return lines
}

// here are all hosts that have joined, as many questions as that takes.
func (h *Hub) here(ctx context.Context) (all tell.Hosts, err error) {
	for {
		var some tell.Hosts
		q := tell.Question{Do: tell.DoHosts, From: len(all.Hosts)}
		if err := h.ask(ctx, q, &some, askWithin); err != nil {
			return all, err
		}
		all.Hosts, all.Refused = append(all.Hosts, some.Hosts...), append(all.Refused, some.Refused...)
		if len(some.Hosts) == 0 || len(all.Hosts) >= some.All || len(all.Hosts) >= tell.MaxWorkers {
			return all, nil
		}
	}
}

// pollEvery is how often the program is asked who has come.
const pollEvery = 200 * time.Millisecond

// machines are what hosts say they are.
func machines(all []tell.Host) (list []results.Machine) {
	for _, h := range all {
		m := h.Machine
		m.Label = h.Label
		list = append(list, m)
	}
	return list
}

// end ends the program.
func (h *Hub) end() error {
	err := h.driver.Close()
	h.undo()
	h.driver = nil
	return err
}

// endWithin is how long the program may take to send the hosts home.
const endWithin = 5 * time.Second

// Close sends the hosts home and ends the program, where it was started.
func (h *Hub) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.driver == nil {
		return nil
	}
	var none struct{}
	h.ask(context.Background(), tell.Question{Do: tell.DoEnd}, &none, endWithin) // it is ended in any case
	return h.end()
}
