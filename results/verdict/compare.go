package verdict

import (
	"fmt"
	"math"
	"slices"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A Comparison sets two measurements of the same cells side by side.
type Comparison struct {
	Old   string           `json:"old"` // names of the two
	New   string           `json:"new"`
	Cells []CellComparison `json:"cells"`
	// Refused says why the two must not be compared; then there are no cells.
	Refused []string `json:"refused"`
	// Paired is whether the two were measured in the same rounds. Only then is a difference of wall times one of the
	// programs; between two runs it may be one of the machine's hours.
	Paired bool `json:"paired"`
	// Imported is whether another tool measured one of the two at least: then nothing is paired inside a run either, and
	// the ratios are of independent series.
	Imported bool `json:"imported,omitempty"`
	// Runs are the run of Old and that of New, or where Paired the one of both.
	Runs []ComparedRun `json:"runs"`
	// Notes say which rounds it rests on, where not all, and which workloads have other sums in the two.
	Notes []string `json:"notes,omitempty"`
	// Best is what two machines with other numbers of cores share; nothing where the numbers are alike.
	Best []BestComparison `json:"best,omitempty"`
}

// A ComparedRun is where and how one of the two was measured.
type ComparedRun struct {
	Host       results.Machine       `json:"host"`
	Conditions conditions.Conditions `json:"conditions"`
	Rounds     int                   `json:"rounds"` // complete ones, without the warm-up
}

// A CellComparison is one cell of both.
type CellComparison struct {
	results.Cell
	Old stats.Estimate `json:"old"` // speedups over the own baseline
	New stats.Estimate `json:"new"`
	// Speedup is New's speedup ÷ Old's. Each is paired inside its own run.
	Speedup stats.Estimate `json:"speedup"`
	// Wall is New's wall time ÷ Old's: paired in the same rounds, or where Paired is false of the medians and without
	// an interval, which is indicative at best.
	Wall stats.Estimate `json:"wall"`
	// P is the two-sided p-value of Wall being 1, adjusted by Holm's method for the cells of the comparison; 1 where
	// the two weren't paired.
	P float64 `json:"p"`
	// WallHolm is Wall with the interval that it was judged by, where Wall's own leaves out 1 and P asks for more: with
	// HolmLevel of confidence at least, or none where there are too few rounds. Both are zero elsewhere.
	WallHolm  stats.Estimate `json:"wall_holm,omitzero"`
	HolmLevel float64        `json:"holm_level,omitempty"`
	// Detectable is the smallest difference, as a ratio less 1, that the rounds would have shown 4 times in 5: of wall
	// times where Paired, else of speedups. It is 0 where they are too few for any.
	Detectable float64 `json:"detectable,omitempty"`
	// RoundsNeeded is about how many rounds would show a difference of Margin 4 times in 5; 0 where unknown.
	RoundsNeeded int `json:"rounds_needed,omitempty"`
}

// compareAlpha is the chance that a comparison of a program with itself finds a difference in any cell. It is small,
// because a comparison is made with every change of a program.
const compareAlpha = 0.002

// Compare compares the speedups of two records, each paired inside its own run. Of machines with other numbers of cores
// it compares what they share: the best cell of each mode, a worker. Records of different processors with as many
// cores, of different work or plans are refused.
func Compare(old, new *results.Record, oldName, newName string) *Comparison {
	c := &Comparison{Old: oldName, New: newName, Cells: []CellComparison{}, Refused: []string{},
		Runs: []ComparedRun{comparedRun(old), comparedRun(new)}}
	if old.Run.Unpaired() || new.Run.Unpaired() {
		c.unpaired(old, new)
		return c
	}
	if conditions.Cores(old.Run) != conditions.Cores(new.Run) { // nobody takes the two for one machine
		c.machines(old, new)
		return c
	}
	if c.Refused = refuse(old.Run, new.Run); len(c.Refused) > 0 {
		return c
	}
	was, is := newTable(old), newTable(new)
	for _, n := range is.cells {
		o := was.byCell[n.Cell]
		if o == nil || n.Cell == n.baselineCell() {
			continue
		}
		a, b := was.speedupLogs(o), is.speedupLogs(n)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		wall := float64(medianTime(n.sound(), wallOf)) / float64(medianTime(o.sound(), wallOf))
		cell := CellComparison{Cell: n.Cell, Old: stats.FromLogs(a), New: stats.FromLogs(b),
			Speedup: stats.ShiftRatio(a, b), P: 1,
			Wall: stats.Estimate{Center: wall, N: min(len(a), len(b)), Method: stats.MethodMedian}}
		cell.power(math.Hypot(stats.StdDev(a), stats.StdDev(b)), cell.Wall.N, stats.Alpha)
		c.Cells = append(c.Cells, cell)
	}
	if len(c.Cells) == 0 {
		c.Refused = []string{"the two have no cell in common that was measured in both"}
	}
	return c
}

// speedupLogs are the logarithms of a cell's speedups, one a round.
func (t *table) speedupLogs(c *cellSamples) []float64 {
	mine, theirs := t.againstBaseline(c)
	return stats.LogRatios(seconds(theirs, wallOf), seconds(mine, wallOf))
}

// CompareBuilds compares two builds that were measured in the same rounds of one record. On a machine that was busy on
// the whole it rests on the quiet rounds, where they are enough.
func CompareBuilds(rec *results.Record, old, new string) *Comparison {
	rec, note := inQuiet(rec)
	c := &Comparison{Old: old, New: new, Cells: []CellComparison{}, Refused: []string{}, Paired: true,
		Runs: []ComparedRun{comparedRun(rec)}, Notes: nonEmptyStrings(note)}
	t := newTable(rec)
	var ps []float64
	var logs [][]float64
	for _, n := range t.cells {
		if n.Build != new {
			continue
		}
		key := n.Cell
		key.Build = old
		o := t.byCell[key]
		if o == nil {
			continue
		}
		key.Build = ""
		c.noteSums(o, n)
		a, b, walls := t.speedupLogs(o), t.speedupLogs(n), t.logRatio(n.Cell, o.Cell)
		wall := stats.FromLogs(walls)
		c.Cells = append(c.Cells, CellComparison{Cell: key, Old: stats.FromLogs(a), New: stats.FromLogs(b),
			Speedup: stats.ShiftRatio(a, b), Wall: wall})
		ps, logs = append(ps, stats.RatioP(walls, wall)), append(logs, walls)
	}
	adjusted := stats.Holm(ps)
	level := stats.HolmLevel(adjusted, compareAlpha)
	for i, p := range adjusted {
		c.Cells[i].P = p
		if w := c.Cells[i].Wall; p > compareAlpha && w.HasInterval() && (w.Lo > 1 || w.Hi < 1) {
			c.Cells[i].HolmLevel, c.Cells[i].WallHolm = level, stats.EstimateAt(logs[i], level)
		}
		c.Cells[i].power(stats.StdDev(logs[i]), len(logs[i]), compareAlpha/float64(len(ps)))
	}
	return c
}

// noteSums says, once a workload, that two builds reached other sums in the same rounds. Each is held to the sum of its
// own serial reference, where none is published.
func (c *Comparison) noteSums(old, new *cellSamples) {
	as, bs := pairs(old, new)
	for i := range as {
		if a, b := as[i].Sum, bs[i].Sum; a != b {
			note := fmt.Sprintf("%s: the sums of the two builds differ, so they may not do the same work.",
				new.Workload)
			if !slices.Contains(c.Notes, note) {
				c.Notes = append(c.Notes, note)
			}
			return
		}
	}
}

// refuse says why two runs must not be compared.
func refuse(old, new results.Run) []string {
	reasons := []string{}
	differs := func(what string, was, is any) {
		if was != is {
			reasons = append(reasons, fmt.Sprintf("%s differs: %v then, %v now", what, was, is))
		}
	}
	var was, is results.Machine
	if len(old.Hosts) > 0 && len(new.Hosts) > 0 {
		was, is = old.Hosts[0], new.Hosts[0]
	}
	differs("the processor", was.CPUModel, is.CPUModel)
	differs("the number of allowed cores", len(was.CoresAllowed), len(is.CoresAllowed))
	differs("the CPU quota", was.CPUQuota, is.CPUQuota)
	differs("the architecture", was.Arch, is.Arch)
	reasons = append(reasons, otherEpoch(was.Epoch, is.Epoch)...)
	return append(reasons, otherWork(old, new)...)
}

// otherWork says which workloads aren't the same work in two runs.
func otherWork(old, new results.Run) (reasons []string) {
	sizes := map[string]int{}
	for _, w := range old.Plan.Workloads {
		sizes[w.Name] = w.Size
	}
	lines := map[string]string{}
	for _, m := range old.Plan.Modes {
		if m.Command != nil {
			lines[m.Name] = m.Command.Line
		}
	}
	for _, m := range new.Plan.Modes {
		if line, ok := lines[m.Name]; ok && m.Command != nil && m.Command.Line != line {
			reasons = append(reasons, fmt.Sprintf("the command of %s differs: %s then, %s now", m.Name, line,
				m.Command.Line))
		}
	}
	for _, w := range new.Plan.Workloads {
		if size, ok := sizes[w.Name]; ok && size != w.Size {
			reasons = append(reasons, fmt.Sprintf("the work of %s differs: %d items a pass then, %d items a pass now",
				w.Name, size, w.Size))
		}
	}
	return reasons
}

// Two epochs of one machine are taken for one where the share of the time that the host takes without a word differs
// by less than hiddenApart, and the way between two cores by less than tripApart times. On a virtual machine that way
// was seen at 230, 660 and 870 ns, each for minutes: the host had moved the cores.
const (
	hiddenApart = 0.03
	tripApart   = 2.5
)

// otherEpoch says how two epochs of a machine differ.
func otherEpoch(was, is *results.Epoch) (reasons []string) {
	if was == nil || is == nil {
		return nil
	}
	if math.Abs(was.HiddenShare-is.HiddenShare) >= hiddenApart {
		reasons = append(reasons, fmt.Sprintf("the epoch differs: %.1f %% of the time was missing then, %.1f %% now",
			100*was.HiddenShare, 100*is.HiddenShare))
	}
	if a, b := was.HiddenTogether, is.HiddenTogether; a != nil && b != nil && math.Abs(*a-*b) >= hiddenApart {
		reasons = append(reasons, fmt.Sprintf("the epoch differs: with all cores busy, %.1f %% of the time was missing "+
			"then, %.1f %% now", 100**a, 100**b))
	}
	if a, b := float64(was.RoundTrip), float64(is.RoundTrip); a > 0 && b > 0 && max(a/b, b/a) >= tripApart {
		reasons = append(reasons, fmt.Sprintf("the epoch differs: a cache line went between two cores in %v then, %v "+
			"now",
			was.RoundTrip, is.RoundTrip))
	}
	return reasons
}
