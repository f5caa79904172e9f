package process

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"corerace/bench/mode"
)

// maxCrash is how much of what a worker's runtime says at its end is read.
const maxCrash = 4096

// lastWords reads what the runtime of a worker that has ended said over the lifeline, where a crash goes.
func (p *process) lastWords() string {
	if p.life == nil {
		return ""
	}
	p.life.SetReadDeadline(time.Now().Add(mode.EndGrace)) // the other end is closed, unless somebody else has it
	b, _ := io.ReadAll(io.LimitReader(p.life, maxCrash))
	return string(b)
}

// crashed returns what the worker's runtime gave up for, nil where it didn't. The worker has ended.
func (p *process) crashed() error {
	if p.memory > 0 && refusedMemory(p.words) {
		return fmt.Errorf("out of memory: it may use %s", sizeText(p.memory))
	}
	if line := crashLine(p.words); line != "" {
		return errors.New(line)
	}
	return nil
}

// refusedMemory reports whether a runtime gave up because the kernel refused it memory. The sentence that it says first
// is only on standard error, so this looks at who gave up: a function that gets memory from the system.
func refusedMemory(text string) bool {
	_, stack, ok := strings.Cut(text, "runtime.throw(")
	if !ok {
		return false
	}
	getters := []string{"runtime.sysMap", "runtime.sysReserve", "runtime.(*mheap).", "runtime.(*mcache).",
		"runtime.persistentalloc",
		"runtime.newosproc", "runtime.mallocgc"}
	return slices.ContainsFunc(getters, func(f string) bool { return strings.Contains(stack, f) })
}

// crashLine is the line of a Go program's last words that says what happened, "" where there is none.
func crashLine(text string) string {
	for _, begin := range []string{"panic: ", "SIG", "unexpected fault"} {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, begin) {
				return strings.TrimSpace(line)
			}
		}
	}
	return ""
}
