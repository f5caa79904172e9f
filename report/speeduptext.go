package report

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/results/stats"
)

// methodLine says how a workload's speedups were estimated.
func (d *Document) methodLine(workload string) string {
	var e stats.Estimate
	var over []string
	for _, c := range d.cells(workload) {
		if isBaseline(c) {
			over = append(over, cleanName(c.Mode))
		} else if c.Measured.N > e.N {
			e = c.Measured
		}
	}
	if len(over) == 0 {
		over = []string{"serial"}
	}
	line := "speedup over " + strings.Join(over[:min(len(over), mostBaselines)], " or ") + "; "
	if e.N == 1 {
		return line + "one round, no interval"
	}
	line += methodName(e.Method) + " of " + count(e.N, "round")
	if !e.HasInterval() {
		return line + ", no interval: needs " + count(stats.MinRounds, "round")
	}
	return line + ", 95 % intervals"
}

func methodName(method string) string {
	switch method {
	case stats.MethodHodgesLehmann:
		return "Hodges–Lehmann"
	case stats.MethodMedian:
		return "median"
	}
	return clean(method, 20)
}

// speedupAlt tells a speedup chart in words.
func speedupAlt(workload string, all []series) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Line chart of speedup by workers for %s.", cleanName(workload))
	for _, m := range all {
		fmt.Fprintf(&b, " %s:", cleanName(m.mode))
		for i, c := range m.points {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, " %s at %s", times(c.Measured.Center), count(c.Workers, "worker"))
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
func (d *Document) speedupData(workload string, _ []int) Table {
	t := Table{
		Caption: "Speedup of " + cleanName(workload),
		Header:  []string{"mode", "workers", "speedup", "interval", "rounds"},
		Left:    1,
	}
	for _, c := range d.cells(workload) {
		if len(t.Rows) == maxRows {
			break
		}
		t.Rows = append(t.Rows, []string{
			cleanName(c.Mode), strconv.Itoa(c.Workers), times(c.Measured.Center),
			strings.Trim(interval(c.Measured), "()"), strconv.Itoa(c.Measured.N),
		})
	}
	return t
}

// slug makes a name fit for a file name and an id.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(clean(s, maxName)) {
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
