package benchtest

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"corerace/bench/process"
	"corerace/bench/worker"
	"corerace/bench/worker/coded"
	"corerace/workloads"
)

// A closure can't be sent to a worker process. So that process is this test binary, which enters the same benchmark
// again, up to the call that has the closure, and serves there:
//
//	parent   BenchmarkX: reads data, Func(b, n, f) ── starts ──> worker   BenchmarkX: reads data, Func(b, n, f): serves
//
// It must be one before flags are parsed and anything is printed, so this is an init.
func init() {
	began = time.Now()
	startDir, _ = os.Getwd() // a benchmark may leave it before its call
	if entrant = worker.Enter(coded.JSON); entrant == nil {
		return
	}
	os.Stdin, _ = os.Open(os.DevNull) // the real one is the wire
	if len(os.Args) < 3 || json.Unmarshal([]byte(os.Args[2]), &wanted) != nil {
		entrant.Fail(errors.New("it wasn't told which call to come to"))
	}
	os.Args = append(os.Args[:1:1], os.Args[3:]...)
}

var (
	began    time.Time       // of this process, about
	startDir string          // where it began
	entrant  *worker.Entrant // nil: this process isn't a worker that comes to a call
	wanted   call            // that it comes to
)

// A call is one of Func or Map: which it is in its benchmark, and what it is known by. Where a worker finds another one
// in its place, what stands before it isn't the same each time.
type call struct {
	Benchmark string
	Number    int // in this benchmark, from 1
	Kind      string
	Items     int
	Values    [3]uint64 // of the first, the middle and the last item
}

// callOf is what a call with some work is known by.
func callOf(b *testing.B, kind string, w *workloads.Workload) (call, error) {
	c := call{Benchmark: b.Name(), Number: callNumber(b), Kind: kind, Items: w.Size}
	if entrant != nil && !c.isWanted() {
		return c, nil
	}
	for k, i := range []int{0, w.Size / 2, w.Size - 1} {
		v, err := worker.RunShare(w.Reference, i, i+1)
		if err != nil {
			return c, err
		}
		c.Values[k] = v
	}
	return c, nil
}

func (c call) String() string {
	return fmt.Sprintf("call %d of benchtest.Func and benchtest.Map in %s", c.Number, c.Benchmark)
}

// isWanted is whether this is the call that this worker comes to.
func (c call) isWanted() bool { return c.Benchmark == wanted.Benchmark && c.Number == wanted.Number }

// differs says how a call that was come to isn't the one that was to be, or returns nil.
func (c call) differs(from call) error {
	const same = "what stands before the call must do the same each time"
	switch {
	case c.Kind != from.Kind:
		return fmt.Errorf("it is benchtest.%s in the worker, and benchtest.%s in the parent: %s", c.Kind, from.Kind, same)
	case c.Items != from.Items:
		return fmt.Errorf("it has %d items in the worker, and %d in the parent: %s", c.Items, from.Items, same)
	case c.Values != from.Values:
		return fmt.Errorf("an item has another value in the worker than in the parent: %s, and the function mustn't depend "+
			"on the process that it is called in", same)
	}
	return nil
}

var (
	callsMu sync.Mutex
	calls   = map[*testing.B]int{} // in each benchmark that goes on
)

// callNumber counts the calls in a benchmark.
func callNumber(b *testing.B) int {
	callsMu.Lock()
	defer callsMu.Unlock()
	if calls[b] == 0 {
		b.Cleanup(func() {
			callsMu.Lock()
			defer callsMu.Unlock()
			delete(calls, b)
		})
	}
	calls[b]++
	return calls[b]
}

// serve is a call in a worker that comes to one: it goes on where it is another one, and else serves the parent, and
// then leaves the benchmark, so that what it set up is taken down.
func (c call) serve(b *testing.B, w *workloads.Workload) {
	if !c.isWanted() {
		return
	}
	if err := c.differs(wanted); err != nil {
		entrant.Fail(err)
	}
	named := *w
	named.Name = c.workload()
	entrant.Serve(&named)
	b.SkipNow()
}

// workload is the name of the call's work: that of the benchmark, as far as it fits.
func (c call) workload() string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(strings.TrimPrefix(c.Benchmark, "Benchmark")))
	return fmt.Sprintf("%.48s-%d", name, c.Number)
}

// Limits of a worker's way to its call: as long as this process took to come there, several times, since workers share
// the cores.
const (
	wayFactor  = 4
	longestWay = 2 * time.Minute
)

// allow lets workers come to the call, until undo is called.
func (c call) allow() (undo func(), err error) {
	if c.Benchmark == "" {
		return nil, errors.New("a worker process comes to it by the name of the benchmark, and this one has none: " +
			"go test -bench starts it, testing.Benchmark doesn't")
	}
	text, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	args := append([]string{string(text)}, entryFlags(c.Benchmark)...)
	return process.AllowEntry(c.workload(), process.Entry{Args: append(args, ownArgs(os.Args[1:])...), Dir: startDir,
		Within: min(wayFactor*time.Since(began), longestWay), To: c.String()}), nil
}

// entryFlags are the flags of go test by which a test binary runs one benchmark once.
func entryFlags(benchmark string) []string {
	var path []string
	for part := range strings.SplitSeq(benchmark, "/") {
		path = append(path, "^"+regexp.QuoteMeta(part)+"$")
	}
	return []string{"-test.run=^$", "-test.bench=" + strings.Join(path, "/"), "-test.benchtime=1x", "-test.count=1",
		"-test.cpu=1", "-test.timeout=0", "-test.v=true"} // -v: why it was skipped
}

// ownArgs are the arguments that aren't of go test: the flags of the test's own, and what comes behind the flags. Those
// of go test say what is run, how often, and where profiles go, which a worker is told otherwise; -short stays.
func ownArgs(args []string) (own []string) {
	for i := 0; i < len(args); {
		a := args[i]
		if len(a) < 2 || a[0] != '-' || a == "--" {
			return append(own, args[i:]...)
		}
		name, _, valued := strings.Cut(strings.TrimPrefix(a[1:], "-"), "=")
		next := i + 1
		if !valued && !isBool(name) {
			next = min(i+2, len(args))
		}
		if !strings.HasPrefix(name, "test.") || name == "test.short" {
			own = append(own, args[i:next]...)
		}
		i = next
	}
	return own
}

// isBool is whether a flag takes no argument.
func isBool(name string) bool {
	f := flag.Lookup(name)
	if f == nil {
		return true
	}
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}
