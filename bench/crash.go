package bench

import (
	"fmt"
	"io"
	"strings"

	"corerace/bench/worker"
)

// maxCrash is how much of what a worker's runtime says at its end is read.
const maxCrash = 4096

// crashed returns what a worker's runtime said at its end, for a worker that has ended and of which came text where a frame
// was expected; nil where that isn't the runtime's.
func (p *process) crashed(e *worker.NotFrameError) error {
	rest, _ := io.ReadAll(io.LimitReader(p.wire.Rest(), maxCrash)) // the pipe ends with the process
	line := crashLine(string(e.Start[:]) + string(rest))
	if line == "" {
		return nil
	}
	if p.memory > 0 && (strings.Contains(line, "out of memory") || strings.Contains(line, "cannot allocate memory")) {
		return fmt.Errorf("out of memory: it may use %s (%s)", SizeText(p.memory), line)
	}
	return fmt.Errorf("%s", line)
}

// crashLine is the line of a Go program's last words that says what happened, "" where they aren't a Go program's.
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

// SizeText writes a number of bytes as people do: 268435456 is "256 MiB".
func SizeText(bytes uint64) string {
	for _, u := range []struct {
		size uint64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if bytes >= u.size && bytes%u.size == 0 {
			return fmt.Sprintf("%d %s", bytes/u.size, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", bytes)
}
