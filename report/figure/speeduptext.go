package figure

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results/stats"
)

// methodLine says how a workload's speedups were estimated.
func methodLine(d *content.Document, workload string) string {
	var e stats.Estimate
	var over []string
	for _, c := range d.Cells(workload) {
		if content.IsBaseline(c) {
			over = append(over, legible.CleanName(c.Mode))
		} else if c.Measured.N > e.N {
			e = c.Measured
		}
	}
	if len(over) == 0 {
		over = []string{"serial"}
	}
	line := "speedup over " + content.OneOf(over) + "; "
	if d.Unpaired() {
		return line + "unpaired, all samples of both as independent series"
	}
	if e.N == 1 {
		return line + "one round, no interval"
	}
	line += content.MethodName(e.Method) + " of " + legible.Count(e.N, "round")
	if !e.HasInterval() {
		return line + ", no interval: needs " + legible.Count(stats.MinRounds, "round")
	}
	return line + ", 95 % intervals"
}

// speedupAlt tells a speedup chart in words.
func speedupAlt(workload string, all []series) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Line chart of speedup by workers for %s.", legible.CleanName(workload))
	for _, m := range all {
		fmt.Fprintf(&b, " %s:", legible.CleanName(m.mode))
		for i, c := range m.points {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, " %s at %s", legible.Times(c.Measured.Center), legible.Count(c.Workers, "worker"))
			if i == 11 && len(m.points) > 12 {
				b.WriteString(" and so on")
				break
			}
		}
		b.WriteString(".")
	}
	return b.String()
}

// speedupData is the table behind the speedup charts of a workload.
func speedupData(d *content.Document, workload string, _ []int) legible.Table {
	t := legible.Table{
		Caption: "Speedup of " + legible.CleanName(workload),
		Header:  []string{"mode", "workers", "speedup", "interval", "rounds"},
		Left:    1,
	}
	for _, c := range d.Cells(workload) {
		if len(t.Rows) == legible.MaxRows {
			break
		}
		t.Rows = append(t.Rows, []string{
			legible.CleanName(c.Mode), strconv.Itoa(c.Workers), legible.Times(c.Measured.Center),
			strings.Trim(legible.Interval(c.Measured), "()"), strconv.Itoa(c.Measured.N),
		})
	}
	return t
}

// slug makes a name fit for a file name and an id.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(legible.Clean(s, legible.MaxName)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if out := strings.Trim(b.String(), "-"); out != "" {
		return out
	}
	return "x"
}
