package foreign

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"corerace/results"
)

// A file is what a tool's reader makes of its file: what was measured, in seconds, and what was left out.
type file struct {
	tool    string
	version string // "" where the file doesn't tell
	host    results.Machine
	started time.Time // zero where the file doesn't tell
	benches []bench
	notes   []string
}

// A bench is one benchmark: a name, what the name and the parameters say, and how long a call took each time.
type bench struct {
	path string // where it stands in the file, for errors
	// group is what its rivals have in common, as the tool has it; "" is a group of its own, for what it computes.
	group string
	// name is what tells it from its rivals.
	name   string
	params []param
	values []float64 // seconds a call, none of them negative
	// of is what is known of a single value that is a mean; nil where each value was measured.
	of *mean
	// again is what another line of the file calls it that is this one measured again; "" where none is. Benchmarks that
	// come to the same name otherwise are several.
	again string
}

// A mean is the spread behind a mean.
type mean struct {
	n     int64   // samples that it is of; 0: unknown
	error float64 // its standard error, in seconds; 0: unknown
}

// A param is what a file says of a benchmark beside its name.
type param struct {
	key, value string
	spelt      string // how a workload's name has it, "" for " key=value"
	unnamed    bool   // no workload's name has it: it says nothing there
	last       bool   // it counts workers only where nothing else does
}

// note keeps what a reader should know.
func (f *file) note(format string, args ...any) {
	const most = 40
	switch len(f.notes) {
	case most:
		f.notes = append(f.notes, "and more")
	case most + 1:
	default:
		f.notes = append(f.notes, fmt.Sprintf(format, args...))
	}
}

// failed says that a benchmark is left out because it failed, with what it said.
func (f *file) failed(name, said string) {
	if said = strings.TrimSpace(clipped(said, 200)); said != "" {
		said = ": " + said
	}
	f.note("%s: left out: it failed%s", name, said)
}

// meanAndDeviation is what is told of a benchmark by a mean of n samples and their standard deviation, in seconds.
func (b *bench) meanAndDeviation(value, deviation float64, n int) {
	b.values = []float64{value}
	b.of = &mean{n: int64(n), error: deviation / math.Sqrt(float64(max(n, 1)))}
}

// nothing is from where on a time is more than 0, in seconds: light goes a third of a micrometre in it.
const nothing = 1e-15

// add adds a benchmark. Times of 0 were taken by a tool that took more off than there was, and are left out. Where they
// are more than a tenth nothing of the benchmark is kept: what is above 0 is its slow part.
func (f *file) add(b bench) {
	kept := b.values
	none := func(v float64) bool { return v < nothing }
	if slices.ContainsFunc(kept, none) {
		kept = slices.DeleteFunc(slices.Clone(kept), none)
	}
	switch n, all := len(b.values)-len(kept), len(b.values); {
	case all == 0:
		f.note("%s: left out: it has no times", b.name)
	case 10*n > all && all > 1:
		f.note("%s: left out: %d of %d times are 0, and the others are only the slow ones", b.name, n, all)
		return
	case n > 0:
		f.note("%s: left out: %d of %d times are 0", b.name, n, all)
	}
	if b.values = kept; len(kept) > 0 {
		f.benches = append(f.benches, b)
	}
}
