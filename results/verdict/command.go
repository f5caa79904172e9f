package verdict

import (
	"fmt"
	"slices"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// A TreeSummary is what was seen of a command and of what it started, over the samples that are estimated: medians of
// times, and the most of what was counted. What was seen when it was looked at is that of its warm-up, too, where it isn't
// measured and so looked at more often.
type TreeSummary struct {
	User      time.Duration  `json:"user_ns"`
	Sys       time.Duration  `json:"sys_ns"`
	CPUFrom   string         `json:"cpu_from,omitempty"`      // by what CPU time was counted: see results.Tree; "" is unknown
	Unwaited  time.Duration  `json:"unwaited_ns,omitempty"`   // CPU time that is in neither User nor Sys
	TaskClock *time.Duration `json:"task_clock_ns,omitempty"` // what perf stat would show; nil: unknown
	Looks     int            `json:"looks"`                   // all together; 0: nothing was seen of processes and threads
	Processes int            `json:"processes"`
	Threads   int            `json:"threads"`
	Wanted    float64        `json:"wanted"`                  // threads that ran or waited for a core, mean over the looks
	Wait      *time.Duration `json:"wait_ns,omitempty"`       // for a core, at least; nil: unknown
	RSS       int64          `json:"rss_bytes"`               // all processes together
	MaxRSS    int64          `json:"max_rss_bytes"`           // of one process
	NoMore    bool           `json:"no_more,omitempty"`       // MaxRSS is an upper bound
	Start     *time.Duration `json:"start_ns,omitempty"`      // wall time of an empty program beside it; nil: unknown
	Taken     time.Duration  `json:"subtracted_ns,omitempty"` // off the wall times, for starting
}

// treeOf is the summary of samples that are estimated, and of those that warmed up; nil where they aren't of a command.
func treeOf(samples, warm []*results.Sample) *TreeSummary {
	some := having(samples, func(s *results.Sample) bool { return s.Tree != nil })
	if len(some) == 0 {
		return nil
	}
	median := func(of func(*results.Tree) time.Duration) time.Duration {
		return medianTime(some, func(s *results.Sample) time.Duration { return of(s.Tree) })
	}
	t := &TreeSummary{
		User:  median(func(t *results.Tree) time.Duration { return t.User }),
		Sys:   median(func(t *results.Tree) time.Duration { return t.Sys }),
		Taken: median(func(t *results.Tree) time.Duration { return t.Subtracted }),
		Wait:  medianKnown(some, func(t *results.Tree) *time.Duration { return t.Wait }),

		CPUFrom:   some[0].Tree.CPUFrom,
		Unwaited:  median(func(t *results.Tree) time.Duration { return t.Unwaited }),
		TaskClock: medianKnown(some, func(t *results.Tree) *time.Duration { return t.TaskClock }),
		Start:     medianKnown(some, func(t *results.Tree) *time.Duration { return t.Start }),
	}
	floor := int64(0)
	for _, s := range some {
		t.MaxRSS, floor = max(t.MaxRSS, s.Tree.MaxRSS), max(floor, s.Tree.Floor)
		if s.Tree.CPUFrom != t.CPUFrom {
			t.CPUFrom = "" // another build went on with the record, or it was allowed more
		}
	}
	t.NoMore = t.MaxRSS > 0 && t.MaxRSS <= floor
	t.seen(slices.Concat(warm, some))
	return t
}

// seen takes in what was seen in the looks at some samples.
func (t *TreeSummary) seen(samples []*results.Sample) {
	for _, s := range samples {
		t.Processes, t.Threads = max(t.Processes, s.Tree.Processes), max(t.Threads, s.Tree.Threads)
		t.RSS = max(t.RSS, s.Tree.RSS)
		t.Wanted += s.Tree.Wanted * float64(s.Tree.Looks)
		t.Looks += s.Tree.Looks
	}
	if t.Looks > 0 {
		t.Wanted /= float64(t.Looks)
	}
}

// medianKnown is the median of a time over the samples that know it, nil where none does.
func medianKnown(samples []*results.Sample, of func(*results.Tree) *time.Duration) *time.Duration {
	some := having(samples, func(s *results.Sample) bool { return of(s.Tree) != nil })
	if len(some) == 0 {
		return nil
	}
	return new(medianTime(some, func(s *results.Sample) time.Duration { return *of(s.Tree) }))
}

// Bounds by which a command is told from what it was meant to be.
const (
	// fewLooks are too few to say that something wasn't seen.
	fewLooks = 10
	// oneWanted is how many threads want a core, on average, where one does and others hand it their work.
	oneWanted = 1.15
	// busyWanted is how many do where a command computes at all.
	busyWanted = 0.5
	// spinning is how much more CPU time a threaded command with OpenMP takes where its idle threads spin.
	spinning = 1.25
	// startMost is the part of a wall time that starting may be.
	startMost = 0.25
	// clearStep is how far apart two levels are, as a ratio, that are worth a word, and stepDoubt the chance of less.
	clearStep = 1.1
	stepDoubt = 0.001
)

// commandWarnings are doubts about what a command did with its workers, and about its times.
func (t *table) commandWarnings(c *cellSamples, s CellSummary) []string {
	tree := s.Tree
	if tree == nil {
		return nil
	}
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	switch {
	case c.Workers == 1 || tree.Looks < fewLooks:
	case tree.Threads == 1:
		add("it was to have %d workers, and no second thread or process was seen in %d looks", c.Workers, tree.Looks)
	case tree.Wanted <= oneWanted && tree.Wanted >= busyWanted:
		add("it was to have %d workers, and on average %s thread wanted a core, of up to %d that were seen: it has no "+
			"work for a second one, or a lock lets one through at a time", c.Workers, stats.Fixed(tree.Wanted, 1),
			tree.Threads)
	}
	if t.openMP[c.Mode] && c.Workers > 1 && s.Inflation.N > 0 && s.Inflation.Center >= spinning {
		add("it takes %s times the CPU time of %s, and OpenMP is loaded, whose idle threads spin before they sleep: "+
			"--env OMP_WAIT_POLICY=passive lets them sleep at once", stats.Times(s.Inflation.Center),
			label(c.baselineCell(), c.baseline))
	}
	all = append(all, unwaitedWarning(tree)...)
	if tree.Start != nil && s.Wall > 0 {
		if part := float64(*tree.Start) / float64(s.Wall+tree.Taken); part > startMost {
			add("starting a program takes %.0f %% of its time: what it does is shorter than how it begins",
				100*min(1, part))
		}
	}
	return append(all, stepWarning(c.sound())...)
}

// unwaitedWarning says where CPU time is missing that nobody waited for: in user and system time, or in all.
func unwaitedWarning(t *TreeSummary) []string {
	switch sum := t.User + t.Sys; {
	case t.Unwaited > 0:
		return []string{fmt.Sprintf("nobody waited for some of its processes: %s of CPU time is in neither user nor system "+
			"time, and counts", milliseconds(t.Unwaited.Seconds()))}
	case t.CPUFrom != results.CPUCgroup && t.TaskClock != nil && *t.TaskClock > sum+max(missingTime, sum/missingShare):
		return []string{fmt.Sprintf("by the kernel's task-clock it took %s of CPU time, and the processes that were waited "+
			"for have %s: nobody waited for the others, or the host of this machine took the time",
			milliseconds(t.TaskClock.Seconds()), milliseconds(sum.Seconds()))}
	}
	return nil
}

// How much more than the CPU time of all that were waited for the task-clock is where something is missing.
const (
	missingTime  = 2 * time.Millisecond
	missingShare = 20
)

// stepWarning names a change of the wall time, once and for all: a cache that was filled, a compiler that was warm.
func stepWarning(samples []*results.Sample) []string {
	s := stats.Step(seconds(samples, wallOf))
	if s.P > stepDoubt || s.At == 0 || s.Before <= 0 || s.After <= 0 ||
		max(s.Before/s.After, s.After/s.Before) < clearStep {
		return nil
	}
	way := "falls"
	if s.After > s.Before {
		way = "rises"
	}
	return []string{fmt.Sprintf("its wall time %s in one step, from %s to %s, at round %d (Pettitt's test, p < 0.001): "+
		"something was warm, or changed, from then on", way, milliseconds(s.Before), milliseconds(s.After),
		samples[s.At].Round)}
}

// milliseconds is a time in seconds for people.
func milliseconds(s float64) string { return stats.Fixed(1000*s, 1) + " ms" }

// openMP are the modes of a plan that had OpenMP in their memory.
func openMP(plan results.Plan) map[string]bool {
	all := map[string]bool{}
	for _, m := range plan.Modes {
		all[m.Name] = m.Command != nil && m.Command.OpenMP
	}
	return all
}

// isCommand is whether a mode of a plan is a command.
func isCommand(plan results.Plan, mode string) bool {
	return slices.ContainsFunc(plan.Modes, func(m results.PlannedMode) bool { return m.Name == mode && m.Command != nil })
}

// CompareVariants compares the variants of a race of commands with their baseline, which is the old one of each pair:
// with as many workers, or with one where the baseline has no other number.
func CompareVariants(rec *results.Record) *Comparison {
	paired := rec.Where(func(*results.Sample) bool { return false })
	baselines := map[string]string{}
	for _, m := range rec.Run.Plan.Modes {
		baselines[m.Name] = m.Baseline
	}
	for _, s := range rec.All() {
		if s.Twin || s.Mode == baselines[s.Mode] {
			continue
		}
		v := *s
		v.Build = variantBuild
		paired.Keep(v)
	}
	cells := comparedWith(rec, baselines)
	for _, s := range rec.All() {
		if s.Twin {
			continue
		}
		for _, cell := range cells[s.Cell] {
			old := *s
			old.Mode, old.Workers, old.Build = cell.Mode, cell.Workers, baselineBuild
			paired.Keep(old)
		}
	}
	return CompareBuilds(paired, baselineBuild, variantBuild)
}

// What the two of a pair are called.
const (
	baselineBuild = "the baseline"
	variantBuild  = "a variant"
)

// comparedWith are, by the cell of the baseline, the cells of the other variants that are compared with it, in the order
// of the record.
func comparedWith(rec *results.Record, baselines map[string]string) map[results.Cell][]results.Cell {
	var cells []results.Cell
	there := map[results.Cell]bool{}
	for _, s := range rec.All() {
		if !there[s.Cell] {
			there[s.Cell] = true
			cells = append(cells, s.Cell)
		}
	}
	with := map[results.Cell][]results.Cell{}
	for _, cell := range cells {
		if b := baselines[cell.Mode]; b != "" && b != cell.Mode {
			old := results.Cell{Workload: cell.Workload, Mode: b, Workers: cell.Workers}
			if !there[old] {
				old.Workers = 1
			}
			with[old] = append(with[old], cell)
		}
	}
	return with
}
