package content

import (
	"fmt"
	"strings"

	"corerace/results"
	"corerace/results/stats"
)

// MachineLine says in one line what the machine is.
func MachineLine(m results.Machine) string {
	var parts []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	add(CleanName(m.CPUModel))
	add(CoresLine(m))
	if m.MemoryBytes > 0 {
		add(BytesOf(m.MemoryBytes))
	}
	add(CleanName(m.OS))
	add(CleanName(m.Arch))
	add(CleanName(m.GoVersion))
	if len(parts) == 0 {
		return "machine not recorded"
	}
	return strings.Join(parts, " · ")
}

// CoresLine says how many cores there are and how many of them could be used.
func CoresLine(m results.Machine) string {
	if m.CoresLogical <= 0 {
		return ""
	}
	line := Count(m.CoresLogical, "core")
	if m.CoresPhysical > 0 && m.CoresPhysical != m.CoresLogical {
		line = fmt.Sprintf("%s, %d physical", Count(m.CoresLogical, "logical core"), m.CoresPhysical)
	}
	if n := len(m.CoresAllowed); n > 0 && n < m.CoresLogical {
		line += fmt.Sprintf(", %d allowed", n)
	}
	if Positive(m.CPUQuota) {
		line += ", quota " + stats.Digits(m.CPUQuota, 3)
	}
	return line
}

// SourceLine stands at the foot of every figure.
func (d *Document) SourceLine() string {
	m := d.Machine()
	m.MemoryBytes = 0
	line := MachineLine(m)
	if t := d.Record.Run.Started; !t.IsZero() {
		line += " · " + t.Format("2006-01-02")
	}
	return strings.Join(append([]string{line}, doubtWords(d.Summary.Conditions)...), " · ")
}

// ConditionsLine says in one line what the run was like.
func (d *Document) ConditionsLine() string {
	if d.Unpaired() {
		return d.unpairedLine()
	}
	s := d.Summary
	parts := []string{Count(s.Rounds, "round")}
	if s.Elapsed > 0 {
		parts = append(parts, "in "+Length(s.Elapsed))
	}
	line := strings.Join(parts, " ")
	c := s.Conditions
	parts = append([]string{line}, NonEmpty(VerdictWords(c))...)
	parts = append(append(parts, takenWords(c)...), hostWords(c)...)
	if c.Load1 != nil && Positive(*c.Load1) {
		parts = append(parts, fmt.Sprintf("load %.2f", *c.Load1))
	}
	return strings.Join(parts, " · ")
}

// FloorLine says what differences are too small to be seen in this run, or "" where no twin told.
func (d *Document) FloorLine() string {
	var parts []string
	for i, v := range d.Summary.Verdicts {
		again := i > 0 && d.Summary.Verdicts[i-1].Workload == v.Workload // beside another baseline
		if !again && Positive(v.NoiseFloor) && len(parts) < MaxWorkloads {
			parts = append(parts, CleanName(v.Workload)+" below "+finePercent(v.NoiseFloor))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if !d.severalWorkloads() {
		return "differences below " + finePercent(d.Summary.Verdicts[0].NoiseFloor) + " can't be seen today"
	}
	return "differences that can't be seen today: " + strings.Join(parts, ", ")
}

// finePercent is a small share for people: "2.1 %".
func finePercent(x float64) string {
	if x >= 0.0995 {
		return Percent(x)
	}
	return fixed(x*100, 1) + " %"
}
