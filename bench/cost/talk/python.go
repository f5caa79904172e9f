package talk

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"math"
	"time"

	"corerace/bench/language"
)

//go:embed talk.py
var pythonSource string

// pythonWithin is how long an exchange in Python may take. The first includes the start of its processes.
const pythonWithin = 20 * time.Second

// pythonWays are what Python's library has for messages.
func pythonWays() []Way {
	return []Way{
		{Name: "queue.Queue", Between: PyThreads, Doc: "Python's queue between two threads. The object is handed over.",
			open: openPython("queue.Queue")},
		{Name: "Pipe", Between: PyProcs, Doc: "multiprocessing.Pipe, by send_bytes and recv_bytes.",
			open: openPython("Pipe")},
		{Name: "mp.Queue", Between: PyProcs, Doc: "multiprocessing.Queue: pickled, and sent by a thread of its own.",
			open: openPython("mp.Queue")},
		{Name: "Manager", Between: PyProcs, Doc: "A queue in a manager's process, which both sides ask.",
			open: openPython("Manager")},
	}
}

func openPython(name string) func(context.Context, opening) (pair, error) {
	return func(_ context.Context, o opening) (pair, error) {
		if o.python == nil {
			return nil, &notHere{cmp.Or(o.without, "no Python is used")}
		}
		return pythonPair{o.python, name}, nil
	}
}

// A pythonPair is both sides in Python. The driver is that of all its ways.
type pythonPair struct {
	driver *language.Driver
	way    string
}

// A question asks for one exchange, and an answer holds its figures.
type question struct {
	Way     string `json:"way"`
	Pattern string `json:"pattern"`
	Size    int    `json:"size"`
	Count   int    `json:"count"`
}

type answer struct {
	Median    float64 `json:"median"`
	P99       float64 `json:"p99"`
	PerSecond float64 `json:"per_second"`
}

func (p pythonPair) exchange(ctx context.Context, o order) (figures, error) {
	q := question{Way: p.way, Pattern: "trip", Size: o.size, Count: o.count}
	if o.pattern == stream {
		q.Pattern = "stream"
	}
	var a answer
	if err := p.driver.Ask(ctx, q, &a, pythonWithin); err != nil {
		return figures{}, err
	}
	return a.figures(o)
}

// figures checks what Python says it measured.
func (a answer) figures(o order) (figures, error) {
	const longest = 3600 // seconds, and messages a nanosecond
	for _, x := range []float64{a.Median, a.P99} {
		if !(x >= 0 && x < longest) {
			return figures{}, fmt.Errorf("python: a round trip of %g s", x)
		}
	}
	if !(a.PerSecond > 0 && a.PerSecond < 1e12) || o.pattern == trip && a.Median == 0 || math.IsInf(a.PerSecond, 0) {
		return figures{}, fmt.Errorf("python: impossible figures: %+v", a)
	}
	return figures{median: a.Median, p99: a.P99, perSecond: a.PerSecond, messages: o.count}, nil
}

func (p pythonPair) close() error { return nil }
