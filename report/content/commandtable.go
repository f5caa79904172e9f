package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// Commands is whether the modes of a plan are commands, which nothing is known of but what was seen.
func (d *Document) Commands() bool {
	modes := d.Record.Run.Plan.Modes
	return len(modes) > 0 && !slices.ContainsFunc(modes, func(m results.PlannedMode) bool { return m.Command == nil })
}

// CommandTable is what each command was seen to use and to do.
func (d *Document) CommandTable() legible.Table {
	t := legible.Table{
		Caption: "What the commands were seen to use, with all that they started",
		Header: []string{"workload", "command", "workers", "user", "system", "peak memory", "all together", "processes",
			"threads", "wanted", "waited", "start"},
		Left:    2,
		Grouped: true,
	}
	for _, c := range d.Summary.Cells {
		if c.Tree != nil && len(t.Rows) < legible.MaxRows {
			t.Rows = append(t.Rows, commandRow(c))
		}
	}
	return t
}

// commandRow is the row of one cell. What nobody saw is a question mark.
func commandRow(c verdict.CellSummary) []string {
	t := c.Tree
	known := func(d *time.Duration) string {
		if d == nil {
			return unknown
		}
		return orZero(*d)
	}
	seen := func(s string) string {
		if t.Looks == 0 {
			return unknown
		}
		return s
	}
	memory := unknown
	if t.MaxRSS > 0 {
		memory = legible.Mebibytes(float64(t.MaxRSS))
	}
	if t.NoMore {
		memory = "≤ " + memory
	}
	return []string{legible.CleanName(c.Workload), legible.CleanName(c.Mode), strconv.Itoa(c.Workers), orZero(t.User),
		orZero(t.Sys),
		memory, seen(legible.Mebibytes(float64(t.RSS))), seen(strconv.Itoa(t.Processes)), seen(strconv.Itoa(t.Threads)),
		seen(stats.Fixed(t.Wanted, 2)), known(t.Wait), known(t.Start)}
}

// unknown stands for what couldn't be seen.
const unknown = "?"

// orZero is a time that may well be none.
func orZero(d time.Duration) string {
	if d == 0 {
		return "0"
	}
	return legible.Length(d)
}

// CommandNotes say how to read the table of commands.
func (d *Document) CommandNotes() []string {
	notes := []string{
		"user, system: CPU time of all of a command's processes, medians. peak memory: the most of any one process; " +
			"≤ is no more than, because the system never says less than what the process had that started it. all " +
			"together: the most that was seen at once, where what processes share counts in each.",
		"processes, threads: the most that were seen at once; what comes and goes between two looks isn't seen. wanted: " +
			"how many of them ran or waited for a core, on average. waited: how long, at least; ? is unknown.",
		"start: an empty program, run right before.",
	}
	notes = append(notes, d.commandClocks()...)
	taken := func(c verdict.CellSummary) bool { return c.Tree != nil && c.Tree.Taken > 0 }
	if slices.ContainsFunc(d.Summary.Cells, taken) {
		notes[2] += " Its cost was taken off every wall time, as was asked for (--subtract-start)."
	}
	return notes
}

// CommandLegend explains the columns of the table of commands in a few words, where there is one.
func (d *Document) CommandLegend() []string {
	if !slices.ContainsFunc(d.Summary.Cells, func(c verdict.CellSummary) bool { return c.Tree != nil }) {
		return nil
	}
	return append([]string{"wanted: threads that ran or waited for a core, on average. waited: for how long, at least. " +
		"start: an empty program. ≤ is no more than, ? is unknown."}, d.commandClocks()...)
}

// commandClocks say by what CPU time was counted, and what perf stat shows where that is something else.
func (d *Document) commandClocks() (notes []string) {
	var seen []string
	var most *verdict.CellSummary // whose clocks differ most
	differ := 0.02
	for _, c := range d.Summary.Cells {
		if c.Tree == nil {
			continue
		}
		if said := cpuFrom[c.Tree.CPUFrom]; said != "" && !slices.Contains(seen, said) {
			seen = append(seen, said)
		}
		if share := clockShare(c.Tree); share > differ {
			most, differ = &c, share
		}
	}
	if len(seen) == 1 {
		notes = append(notes, "CPU time is "+seen[0]+".")
	}
	if most != nil {
		notes = append(notes, fmt.Sprintf("perf stat's task-clock is less, %s or %.0f %% less for %s ×%d: it begins when a "+
			"program is executed, and recent kernels end it before a process gives back its memory.",
			legible.Length(*most.Tree.TaskClock), 100*differ, legible.CleanName(most.Mode), most.Workers))
	}
	return notes
}

// cpuFrom says in words by what CPU time was counted.
var cpuFrom = map[string]string{
	results.CPUCgroup: "that of all that was in the command's control group",
	results.CPUReaped: "that of all processes that were waited for, and orphans were",
	results.CPUWaited: "that of all processes that were waited for, without orphans",
}

// clockShare is the part of the CPU time that the task-clock doesn't have.
func clockShare(t *verdict.TreeSummary) float64 {
	cpu := t.User + t.Sys + t.Unwaited
	if t.TaskClock == nil || cpu <= 0 {
		return 0
	}
	return 1 - float64(*t.TaskClock)/float64(cpu)
}

// raceCommands is the command that races the commands of a plan again.
func (d *Document) raceCommands() []string {
	plan := d.Record.Run.Plan
	line := "corerace exec"
	for _, m := range plan.Modes {
		line += " --variant " + shellWord(legible.CleanName(m.Name)+"="+legible.Clean(m.Command.Line, legible.MaxText))
	}
	if first := plan.Modes[0]; first.Baseline != first.Name {
		line += " --baseline " + shellWord(legible.CleanName(first.Baseline))
	}
	var workers []string
	for _, n := range plan.Workers {
		workers = append(workers, strconv.Itoa(n))
	}
	asks := func(m results.PlannedMode) bool { return strings.Contains(m.Command.Line, "{workers}") }
	if slices.ContainsFunc(plan.Modes, asks) {
		line += " --workers " + strings.Join(workers, ",")
	}
	for _, p := range params(plan) {
		line += " --param " + shellWord(p)
	}
	return []string{line + commandFlags(*plan.Modes[0].Command) + amounts(d.Record.Run)}
}

// params are the parameters of a plan with all of their values, as they are typed.
func params(plan results.Plan) (all []string) {
	values := map[string][]string{}
	var names []string
	for _, w := range plan.Workloads {
		for _, p := range w.Params {
			name, value, _ := strings.Cut(p, "=")
			name, value = legible.CleanName(name), legible.CleanName(value)
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			if !slices.Contains(values[name], value) {
				values[name] = append(values[name], value)
			}
		}
	}
	for _, name := range names {
		all = append(all, name+"="+strings.Join(values[name], ","))
	}
	return all
}

// commandFlags are the flags that all commands of a plan have alike, as far as a line has room for them.
func commandFlags(c results.Command) (line string) {
	for _, f := range []struct {
		flag string
		on   bool
	}{{"--shell", c.Shell}, {"--expect-same-output", c.SameOutput}, {"--subtract-start", c.SubtractStart}} {
		if f.on {
			line += " " + f.flag
		}
	}
	for _, f := range []struct{ flag, value string }{{"--input", c.Input}, {"--prepare", c.Prepare},
		{"--cleanup", c.Cleanup}} {
		if f.value != "" {
			line += " " + f.flag + " " + shellWord(legible.Clean(f.value, legible.MaxText))
		}
	}
	return line
}
