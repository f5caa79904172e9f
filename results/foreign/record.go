package foreign

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"corerace/results"
)

// Durations in a record are whole nanoseconds. A time that is shorter than coarse is told as that of a thousand calls,
// or a million, so that rounding it changes it by less than a part in ten thousand.
const coarse = 10e-6 // seconds

// longest is the longest time that a record has room for, in seconds.
var longest = results.MaxDuration.Seconds()

// record makes a record of a file.
func (f *file) record(o Options) (*results.Record, error) {
	if len(f.benches) == 0 {
		why := "it has no benchmark with a time"
		if n := min(len(f.notes), 3); n > 0 {
			why += ": " + strings.Join(f.notes[:n], "; ")
		}
		return nil, errors.New(why)
	}
	cells, err := f.cells(o.WorkersFrom)
	if err != nil {
		return nil, err
	}
	m := &maker{f: f, calls: f.calls(cells), rounds: map[results.Cell]int{},
		seen:      map[results.Cell]map[string]int{},
		baselines: map[string]string{}, short: map[string]string{}, taken: map[string]bool{}}
	m.rec.Run = results.Run{Format: results.Format, Started: f.started, Hosts: []results.Machine{tidyHost(f.host)},
		Imported: &results.Imported{Tool: f.tool, Version: ending(strings.TrimSpace(clean(f.version)), maxName),
			Unpaired: true},
		Plan: results.Plan{Workloads: []results.PlannedWorkload{}, Modes: []results.PlannedMode{}, Workers: []int{},
			Notes: []string{}}}
	m.baseline(cells)
	for i, b := range f.benches {
		if err := m.add(b, cells[i]); err != nil {
			return nil, err
		}
	}
	slices.Sort(m.rec.Run.Plan.Workers)
	for _, n := range f.notes {
		m.rec.Notes = append(m.rec.Notes, results.Note{Text: clean(n)})
	}
	m.rec.End = &results.End{Reason: "imported"}
	return &m.rec, nil
}

// A maker is in the midst of making a record.
type maker struct {
	f         *file
	rec       results.Record
	calls     map[string]int64     // by workload as its file has it: how many calls a sample is told as
	baselines map[string]string    // by workload as its file has it: the mode that others are taken against
	rounds    map[results.Cell]int // values so far
	// seen are the benchmarks so far that came to the same cell, numbered from 1.
	seen  map[results.Cell]map[string]int
	short map[string]string // by what is too long for a name
	taken map[string]bool   // names that stand for longer ones
}

// calls is how many calls a sample of each workload is told as.
func (f *file) calls(cells []cellOf) map[string]int64 {
	least, most := map[string]float64{}, map[string]float64{}
	for i, b := range f.benches {
		w := cells[i].workload
		for _, v := range b.values {
			if old, ok := least[w]; !ok || v < old {
				least[w] = v
			}
			most[w] = max(most[w], v)
		}
	}
	calls := map[string]int64{}
	for w, v := range least {
		calls[w] = 1
		for calls[w] < 1e9 && v*float64(calls[w]) < coarse && most[w]*float64(calls[w])*1000 <= longest {
			calls[w] *= 1000
		}
	}
	return calls
}

// baseline takes for every workload the first mode with one worker, or the first where none has one.
func (m *maker) baseline(cells []cellOf) {
	single := map[string]bool{}
	for _, c := range cells {
		if _, ok := m.baselines[c.workload]; !ok || c.workers == 1 && !single[c.workload] {
			m.baselines[c.workload], single[c.workload] = c.mode, c.workers == 1
		}
	}
}

// add adds the values of a benchmark.
func (m *maker) add(b bench, c cellOf) error {
	cell := results.Cell{Workload: m.name(c.workload), Mode: m.name(c.mode), Workers: c.workers}
	if n, first := m.nth(cell, b.again); n > 1 {
		cell.Mode = m.name(fmt.Sprintf("%s (%d)", c.mode, n))
		if b.again != "" && first {
			m.f.note("%s: a benchmark of its own, and a mode: %s", b.again, cell.Mode)
		}
	}
	baseline := m.name(m.baselines[c.workload])
	m.plan(cell, baseline, m.calls[c.workload])
	if p := m.rec.Run.Plan; max(len(p.Workloads), len(p.Modes)) > maxBenches {
		return fmt.Errorf("%s: more than %d benchmarks", b.path, maxBenches)
	}
	values := thinned(b.values)
	if len(values) < len(b.values) {
		m.f.note("%s: of %d times every so many is kept, %d of them", b.name, len(b.values), len(values))
	}
	calls := m.calls[c.workload]
	for _, v := range values {
		wall := v * float64(calls)
		if wall > longest {
			return fmt.Errorf("%s: expected a time below a year, got %.3g s", b.path, v)
		}
		if m.rounds[cell]++; m.rounds[cell] > results.MaxRounds {
			return fmt.Errorf("%s: more times than a record has room for", b.path)
		}
		s := results.Sample{Round: m.rounds[cell], Cell: cell, Baseline: baseline, Wall: max(1, durationOf(wall)),
			Items: calls, PerWorker: []results.Worker{}, Warnings: []string{}}
		if b.of != nil {
			s.Of = &results.Mean{N: b.of.n, Error: durationOf(min(b.of.error*float64(calls), longest))}
		}
		m.rec.Samples = append(m.rec.Samples, s)
	}
	return nil
}

// nth numbers the benchmarks that come to one cell; one that is measured again has its number.
func (m *maker) nth(cell results.Cell, again string) (n int, first bool) {
	ids := m.seen[cell]
	if ids == nil {
		ids = map[string]int{}
		m.seen[cell] = ids
	}
	if again == "" {
		again = fmt.Sprintf("\x00%d", len(ids))
	}
	if n, ok := ids[again]; ok {
		return n, false
	}
	ids[again] = len(ids) + 1
	return len(ids), true
}

// plan adds to the plan what isn't in it.
func (m *maker) plan(c results.Cell, baseline string, calls int64) {
	p := &m.rec.Run.Plan
	if !slices.ContainsFunc(p.Workloads, func(w results.PlannedWorkload) bool { return w.Name == c.Workload }) {
		p.Workloads = append(p.Workloads, results.PlannedWorkload{Name: c.Workload, Size: 1, Passes: int(calls), Share: 1})
		if calls > 1 {
			m.f.note("%s: times are told as those of %d calls", c.Workload, calls)
		}
	}
	if !slices.ContainsFunc(p.Modes, func(x results.PlannedMode) bool { return x.Name == c.Mode }) {
		p.Modes = append(p.Modes, results.PlannedMode{Name: c.Mode, Baseline: baseline})
	}
	if !slices.Contains(p.Workers, c.Workers) {
		p.Workers = append(p.Workers, c.Workers)
	}
}

// thinned are at most maxValues of some values, evenly from all over them.
func thinned(values []float64) []float64 {
	if len(values) <= maxValues {
		return values
	}
	kept := make([]float64, maxValues)
	for i := range kept {
		kept[i] = values[i*(len(values)-1)/(maxValues-1)]
	}
	return kept
}

// durationOf is a time in seconds, to the nanosecond.
func durationOf(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds * float64(time.Second)))
}

// maxName is how many bytes of a name a record has room for.
const maxName = 128

// name is a name as a record may have it: printable, and not too long. Two that differ stay two.
func (m *maker) name(s string) string {
	if short, ok := m.short[s]; ok {
		return short
	}
	short := cmp.Or(strings.TrimSpace(clean(s)), "no name")
	for i := 1; len(short) > maxName || short != s && m.taken[short]; i++ {
		mark := "…"
		if i > 1 {
			mark = fmt.Sprintf("… (%d)", i)
		}
		short = ending(cmp.Or(strings.TrimSpace(clean(s)), "no name"), maxName-len(mark)) + mark
	}
	m.short[s], m.taken[short] = short, true
	return short
}

// ending is at most so many bytes of a text, whole characters.
func ending(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// clean is a text in one line, without what can't be printed.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return unicode.ReplacementChar
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// tidyHost is a machine in whose texts there is nothing but what can be printed, at most as long as a name.
func tidyHost(h results.Machine) results.Machine {
	for _, text := range []*string{&h.CPUModel, &h.OS, &h.Kernel, &h.Arch, &h.GoVersion} {
		*text = ending(strings.TrimSpace(clean(*text)), maxName)
	}
	h.CoresAllowed = []int{}
	return h
}

// Write writes an imported record as a file. One that was read from a file that was cut short has no end.
func Write(w io.Writer, rec *results.Record) error {
	out := results.NewWriter(w)
	if err := out.Run(rec.Run); err != nil {
		return err
	}
	for _, s := range rec.All() {
		if err := out.Sample(*s); err != nil {
			return err
		}
	}
	for _, n := range rec.Notes {
		if err := out.Note(n); err != nil {
			return err
		}
	}
	if rec.End == nil {
		return nil
	}
	return out.End(*rec.End)
}
