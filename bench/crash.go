package bench

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// maxCrash is how much of what a worker's runtime says at its end is read.
const maxCrash = 4096

// lastWords reads what the runtime of a worker that has ended said over the lifeline, where a crash goes.
func (p *process) lastWords() string {
	if p.life == nil {
		return ""
	}
	p.life.SetReadDeadline(time.Now().Add(endGrace)) // the other end is closed, unless somebody else has it
	b, _ := io.ReadAll(io.LimitReader(p.life, maxCrash))
	return string(b)
}

// crashed returns what the worker's runtime gave up for, nil where it didn't. The worker has ended.
func (p *process) crashed() error {
	line := crashLine(p.words)
	if line == "" {
		return nil
	}
	if p.memory > 0 && (strings.Contains(line, "out of memory") || strings.Contains(line, "cannot allocate memory")) {
		return fmt.Errorf("out of memory: it may use %s (%s)", sizeText(p.memory), line)
	}
	return errors.New(line)
}

// crashLine is the line of a Go program's last words that says what happened, "" where there is none.
func crashLine(text string) string {
	for _, begin := range []string{"fatal error: ", "panic: ", "SIG", "unexpected fault", "runtime: "} {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, begin) {
				return strings.TrimSpace(line)
			}
		}
	}
	return ""
}
