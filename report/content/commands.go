package content

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
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
		record = Clean(name, 2*MaxName)
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
	if d.Record.Run.Imported != nil {
		return nil // another tool measured it
	}
	var workloads, modes, workers []string
	for _, w := range plan.Workloads {
		workloads = append(workloads, CleanName(w.Name))
	}
	for _, m := range plan.Modes {
		modes = append(modes, CleanName(m.Name))
	}
	for _, n := range plan.Workers {
		workers = append(workers, strconv.Itoa(n))
	}
	if len(workloads) == 0 || len(modes) == 0 || len(workers) == 0 ||
		len(workloads)+len(modes)+len(workers) > maxWarnings {
		return nil
	}
	line := "corerace run --workloads " + shellWord(strings.Join(workloads, ",")) + " --modes " +
		shellWord(strings.Join(modes, ",")) +
		" --workers " + strings.Join(workers, ",")
	if plan.Rounds > 0 {
		line += " --rounds " + strconv.Itoa(plan.Rounds)
	}
	if plan.Budget > 0 {
		line += " --budget " + plan.Budget.String()
	}
	if seed := d.Record.Run.Seed; seed != "" {
		line += " --seed " + shellWord(CleanName(seed))
	}
	return []string{line}
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
