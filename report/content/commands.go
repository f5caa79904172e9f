package content

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"corerace/report/legible"
	"corerace/results"
)

// RecordName is the record's file with its folder, which names the run. The way there is nobody's business but the
// machine's, and isn't shown.
func (d *Document) RecordName() string {
	p := filepath.ToSlash(d.Name)
	if p == "" {
		return ""
	}
	dir, base := path.Split(path.Clean(p))
	return path.Join(strings.TrimPrefix(path.Base(dir), "/"), base)
}

// DrawAgain are the commands that draw this page and its pictures again.
func (d *Document) DrawAgain() []string {
	record := "run.jsonl"
	if name := d.RecordName(); name != "" {
		record = legible.Clean(name, 2*legible.MaxName)
	}
	if strings.HasPrefix(record, "-") {
		record = "./" + record
	}
	return []string{
		"corerace report --format html -o report.html " + shellWord(record),
		"corerace report --format png -o charts " + shellWord(record),
	}
}

// RaceAgain is the command that runs the same plan with the same seed, or nothing where the plan isn't known.
func (d *Document) RaceAgain() []string {
	plan := d.Record.Run.Plan
	if d.Commands() {
		return d.raceCommands()
	}
	if d.Record.Run.Imported != nil {
		return nil // another tool measured it
	}
	var workloads, modes, workers []string
	for _, w := range plan.Workloads {
		workloads = append(workloads, legible.CleanName(w.Name))
	}
	for _, m := range plan.Modes {
		modes = append(modes, legible.CleanName(m.Name))
	}
	for _, n := range plan.Workers {
		workers = append(workers, strconv.Itoa(n))
	}
	if len(workloads) == 0 || len(modes) == 0 || len(workers) == 0 ||
		len(workloads)+len(modes)+len(workers) > legible.MaxWarnings {
		return nil
	}
	line := "corerace run --workloads " + shellWord(strings.Join(workloads, ",")) + " --modes " +
		shellWord(strings.Join(modes, ",")) +
		" --workers " + strings.Join(workers, ",")
	return []string{line + amounts(d.Record.Run)}
}

// amounts are the flags that say how much a run measures, and in which order.
func amounts(run results.Run) (line string) {
	if run.Plan.Rounds > 0 {
		line += " --rounds " + strconv.Itoa(run.Plan.Rounds)
	}
	if run.Plan.Budget > 0 {
		line += " --budget " + run.Plan.Budget.String()
	}
	if run.Seed != "" {
		line += " --seed " + shellWord(legible.CleanName(run.Seed))
	}
	return line
}

// shellWord quotes a word for a shell where that is needed.
func shellWord(s string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("._-+:,/=", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !safe(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
