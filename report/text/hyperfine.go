package text

import (
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// A hyperfineJSON is the layout in which hyperfine exports, as far as a record can fill it. Times are in seconds.
//
// Source: hyperfine 2.0, its export of JSON.
type hyperfineJSON struct {
	Results []hyperfineResult `json:"results"`
}

// A hyperfineResult is a cell. The standard deviation is that of its times, and no interval: a record has better.
type hyperfineResult struct {
	Command    string            `json:"command"`
	Name       string            `json:"name,omitempty"`
	Mean       float64           `json:"mean"`
	StdDev     *float64          `json:"stddev"` // null for a single time
	Median     float64           `json:"median"`
	User       float64           `json:"user"`
	System     float64           `json:"system"`
	Min        float64           `json:"min"`
	Max        float64           `json:"max"`
	Times      []float64         `json:"times"`
	Memory     []int64           `json:"memory_usage_byte,omitempty"`
	ExitCodes  []int             `json:"exit_codes,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
}

// Hyperfine writes the wall times of every cell as hyperfine does. The warm-up and what isn't estimated are left out.
func Hyperfine(w io.Writer, d *content.Document) error {
	out := hyperfineJSON{Results: []hyperfineResult{}}
	pairs := d.Pairs()
	for _, c := range d.Summary.Cells {
		r := hyperfineResult{}
		r.named(d.Record.Run.Plan, c)
		var user, system []float64
		for i, s := range d.Record.All() {
			if s.Cell != c.Cell || s.Twin || !pairs.Estimated(i, s) {
				continue
			}
			r.Times = append(r.Times, s.Wall.Seconds())
			if t := s.Tree; t != nil {
				user, system = append(user, t.User.Seconds()), append(system, t.Sys.Seconds())
				r.Memory, r.ExitCodes = append(r.Memory, t.MaxRSS), append(r.ExitCodes, t.Exit)
			}
		}
		if len(r.Times) == 0 {
			continue
		}
		r.Mean, r.Median = stats.Mean(r.Times), stats.Median(r.Times)
		r.Min, r.Max = slices.Min(r.Times), slices.Max(r.Times)
		r.User, r.System = stats.Mean(user), stats.Mean(system)
		if sd := stats.StdDev(r.Times); len(r.Times) > 1 && !math.IsNaN(sd) {
			r.StdDev = &sd
		}
		out.Results = append(out.Results, r)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// named says what a cell ran: its command with the values of its parameters, or where it is none, its names.
func (r *hyperfineResult) named(plan results.Plan, c verdict.CellSummary) {
	i := slices.IndexFunc(plan.Modes, func(m results.PlannedMode) bool { return m.Name == c.Mode && m.Command != nil })
	if i < 0 {
		r.Command = legible.CleanName(c.Workload) + ", " + legible.CleanName(c.Mode) + " ×" + strconv.Itoa(c.Workers)
		return
	}
	line := plan.Modes[i].Command.Line
	r.Name, r.Parameters = legible.CleanName(c.Mode), map[string]string{}
	if strings.Contains(line, "{workers}") {
		r.Parameters["workers"] = strconv.Itoa(c.Workers)
	}
	for _, w := range plan.Workloads {
		if w.Name != c.Workload {
			continue
		}
		for _, p := range w.Params {
			name, value, _ := strings.Cut(p, "=")
			r.Parameters[name] = value
		}
	}
	var fill []string // in one pass, so that a value isn't filled in itself
	for name, value := range r.Parameters {
		fill = append(fill, "{"+name+"}", value)
	}
	r.Command = legible.Clean(strings.NewReplacer(fill...).Replace(line), legible.MaxText)
}
