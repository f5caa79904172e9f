package talk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"corerace/bench/language"
	"corerace/bench/worker/system"
)

// What a message goes between.
const (
	Goroutines = "goroutines"
	Threads    = "threads"
	Processes  = "processes"
	PyThreads  = "Python threads"
	PyProcs    = "Python processes"
)

// A Way is a way for messages from one side to the other.
type Way struct {
	Name    string // "pipe"
	Between string // Goroutines, Threads, …
	Doc     string
	// sizeless says that a message is 8 bytes, whatever is asked for.
	sizeless bool
	open     func(ctx context.Context, o opening) (pair, error)
}

// String is the way for people: "pipe between processes".
func (w Way) String() string { return w.Name + " between " + w.Between }

// An opening is what a way is opened for.
type opening struct {
	largest int              // bytes of the largest message
	python  *language.Driver // nil: none
	without string           // why there is none
}

// A notHere is why a way isn't on this machine.
type notHere struct{ why string }

func (e *notHere) Error() string { return "not here: " + e.why }

// Ways are all ways, from goroutines to Python's processes.
func Ways() []Way {
	ways := []Way{
		{Name: "channel", Between: Goroutines, Doc: "A channel of Go. The slice is handed over, no byte is copied.",
			open: openChannel(false)},
		{Name: "pipe", Between: Goroutines, Doc: "A pipe in each direction, waited for in Go's poller.",
			open: openFiles(newPipes)},
		{Name: "lock", Between: Goroutines, Doc: "A box for one message behind a sync.Mutex.", open: openMutex},
		{Name: "counter", Between: Goroutines, Doc: "A number that both add to: a message is one atomic add.",
			sizeless: true, open: openCounter(false)},
		{Name: "channel", Between: Threads, Doc: "The same channel between two goroutines that are locked to threads.",
			open: openChannel(true)},
		{Name: "counter", Between: Threads, Doc: "The same counter.", sizeless: true, open: openCounter(true)},
	}
	ways = append(append(ways, systemWays()...), pythonWays()...)
	slices.SortStableFunc(ways, func(a, b Way) int {
		return cmp.Or(slices.Index(betweens, a.Between)-slices.Index(betweens, b.Between),
			slices.Index(names, a.Name)-slices.Index(names, b.Name))
	})
	return ways
}

// The order of the ways: by what they are between, and then by name.
var (
	betweens = []string{Goroutines, Threads, Processes, PyThreads, PyProcs}
	names    = []string{"channel", "pipe", "socketpair", "ring", "lock", "counter", "queue.Queue", "Pipe", "mp.Queue",
		"Manager"}
)

func openChannel(threads bool) func(context.Context, opening) (pair, error) {
	return func(_ context.Context, o opening) (pair, error) {
		near, far := newChannels()
		return readyPair(newLocalPair(newTalker(near), newTalker(far), threads), o.largest)
	}
}

func openMutex(_ context.Context, o opening) (pair, error) {
	if err := system.Granted(2 * o.largest); err != nil { // a message in each box
		return nil, &notHere{err.Error()}
	}
	near, far := newMutexLinks(o.largest)
	return readyPair(newLocalPair(newTalker(near), newTalker(far), false), o.largest)
}

func openCounter(threads bool) func(context.Context, opening) (pair, error) {
	return func(context.Context, opening) (pair, error) {
		word := new(struct {
			_ [128]byte
			n atomic.Uint64
			_ [120]byte
		})
		return newLocalPair(&counter{word: &word.n}, &counter{word: &word.n}, threads), nil
	}
}

func openFiles(connect func() (near, far fileLink, err error)) func(context.Context, opening) (pair, error) {
	return func(_ context.Context, o opening) (pair, error) {
		near, far, err := connect()
		if err != nil {
			return nil, fmt.Errorf("opening: %w", err)
		}
		return readyPair(newLocalPair(newTalker(near), newTalker(far), false), o.largest)
	}
}
