package trial

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/bench"
	"corerace/bench/disturb"
	"corerace/bench/language"
	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/shared"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/workloads"
)

// A Bench does trials on this machine. It is a [lesson.Bench].
type Bench struct {
	// Find searches for interpreters, and remembers what it found.
	Find func() (*python.Found, error)
	// More are modes beside our own and Python's: those of other languages. It may be nil.
	More func() []*mode.Mode
	// Rounds, where it isn't 0, are all rounds of a trial, with short samples: for tests, and to show a lesson quickly.
	Rounds int
	// Recorded are recordings that stand in where this machine can't tell.
	Recorded func() []*results.Record
	Seed     uint64
}

// How long the shortest sample of a trial is: intervals are narrower after many short rounds than after few long ones of
// the same time together. It is short in a trial of a few rounds.
const (
	usual = 50 * time.Millisecond
	short = 10 * time.Millisecond
)

// Measure implements lesson.Bench.
func (b *Bench) Measure(ctx context.Context, t *lesson.Trial, k lesson.Keeping) ([]lesson.Quantity, error) {
	if spelling := t.Arg("disturb", ""); spelling != "" {
		n, duty, err := disturb.Parse(spelling)
		if err != nil {
			return nil, err
		}
		stop, err := disturb.Start(ctx, n, duty)
		if err != nil {
			return nil, err
		}
		defer stop()
	}
	var found []lesson.Quantity
	var err error
	switch t.Name {
	case "race":
		found, err = b.race(ctx, t, k)
	case "lock":
		found, err = b.lock(ctx, t, k)
	case "messages":
		found, err = b.messages(ctx, t, k)
	default:
		return nil, fmt.Errorf("trial %q: race, lock or messages expected", t.Name)
	}
	return found, err
}

// budget is how long a trial may take: a little is left for what comes after the last round.
func budget(t *lesson.Trial) time.Duration { return time.Duration(t.Seconds) * time.Second * 95 / 100 }

// named puts the prefix of a trial before what it found: "as: beside" makes "gil*2" to "beside:gil*2".
func named(t *lesson.Trial, found []lesson.Quantity) []lesson.Quantity {
	if as := t.Arg("as", ""); as != "" {
		for i := range found {
			found[i].Name = as + ":" + found[i].Name
		}
	}
	return found
}

// modes are all that a lesson can race.
func (b *Bench) modes() []*mode.Mode {
	all := append(bench.Modes(), language.PythonModes(b.Find)...)
	all = append(all, shared.OwnCounters(), shared.Neighbours(), shared.OneAtomic(), shared.OneMutex(),
		shared.SerialPart())
	if b.More != nil {
		all = append(all, b.More()...)
	}
	return all
}

// work are all workloads that a lesson can race.
func work() []*workloads.Workload {
	return append(workloads.All(), workloads.Spin(), shared.Additions())
}

// Here is what this machine has of what lessons need.
func (b *Bench) Here(ctx context.Context) lesson.Here {
	h := lesson.Here{Cores: machine.Usable(machine.Facts(ctx)), Linux: models() == nil}
	if found, err := b.Find(); err == nil {
		h.Python = found.Default() != nil
		for _, in := range found.Interpreters {
			h.Python2 = h.Python2 || !in.AtLeast(3, 0)
			h.FreeThreaded = h.FreeThreaded || in.FreeThreaded
		}
	}
	return h
}

// words are the entries of a list in a setting.
func words(s string) (all []string) {
	for w := range strings.SplitSeq(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			all = append(all, w)
		}
	}
	return all
}

// count reads a whole number of a setting.
func count(t *lesson.Trial, name string, otherwise, most int) (int, error) {
	s := t.Arg(name, "")
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		return 0, fmt.Errorf("%s: %q: a whole number up to %d expected", name, s, most)
	}
	return n, nil
}

// only refuses settings that a trial doesn't know.
func only(t *lesson.Trial, known ...string) error {
	for name := range t.Args {
		if !slices.Contains(known, name) && name != "as" && name != "disturb" {
			return fmt.Errorf("%s has no setting %q: one of %s expected", t.Name, name, strings.Join(known, ", "))
		}
	}
	return nil
}

// Replay implements lesson.Bench: the first recording of a quiet machine that has what a race would measure.
func (b *Bench) Replay(t *lesson.Trial) (found []lesson.Quantity, m lesson.Machine, ok bool) {
	want := words(t.Arg("workload", ""))
	if t.Name != "race" || t.Arg("disturb", "") != "" || t.Arg("share", "") != "" || len(want) != 1 || b.Recorded == nil {
		return nil, m, false
	}
	for _, rec := range b.Recorded() {
		one := of(rec, want[0])
		if one.NumSamples() == 0 || len(rec.Run.Hosts) == 0 || !conditions.OfRecord(rec).Claimable() {
			continue
		}
		h := rec.Run.Hosts[0]
		m = lesson.Machine{CPU: h.CPUModel, Cores: h.CoresLogical, Date: rec.Run.Started.Format(time.DateOnly)}
		return named(t, speedups(one, want, nil)), m, true
	}
	return nil, m, false
}

// of is a record with the samples of one workload.
func of(rec *results.Record, workload string) *results.Record {
	one := rec.Where(func(s *results.Sample) bool { return s.Workload == workload })
	one.Run.Plan.Workloads = slices.DeleteFunc(slices.Clone(rec.Run.Plan.Workloads),
		func(w results.PlannedWorkload) bool { return w.Name != workload })
	return one
}
