package report

import (
	"fmt"
	"strings"

	"corerace/results"
)

// machineLine says in one line what the machine is.
func machineLine(m results.Machine) string {
	var parts []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	add(cleanName(m.CPUModel))
	add(coresLine(m))
	if m.MemoryBytes > 0 {
		add(bytesOf(m.MemoryBytes))
	}
	add(cleanName(m.OS))
	add(cleanName(m.Arch))
	add(cleanName(m.GoVersion))
	if len(parts) == 0 {
		return "machine not recorded"
	}
	return strings.Join(parts, " · ")
}

// coresLine says how many cores there are and how many of them could be used.
func coresLine(m results.Machine) string {
	if m.CoresLogical <= 0 {
		return ""
	}
	line := count(m.CoresLogical, "core")
	if m.CoresPhysical > 0 && m.CoresPhysical != m.CoresLogical {
		line = fmt.Sprintf("%s, %d physical", count(m.CoresLogical, "logical core"), m.CoresPhysical)
	}
	if n := len(m.CoresAllowed); n > 0 && n < m.CoresLogical {
		line += fmt.Sprintf(", %d allowed", n)
	}
	if positive(m.CPUQuota) {
		line += fmt.Sprintf(", quota %.2g", m.CPUQuota)
	}
	return line
}

// sourceLine stands at the foot of every figure.
func (d *Document) sourceLine() string {
	m := d.machine()
	m.MemoryBytes = 0
	line := machineLine(m)
	if t := d.Record.Run.Started; !t.IsZero() {
		line += " · " + t.Format("2006-01-02")
	}
	return strings.Join(append([]string{line}, doubtWords(d.Summary.Conditions)...), " · ")
}

// conditionsLine says in one line what the run was like.
func (d *Document) conditionsLine() string {
	s := d.Summary
	parts := []string{count(s.Rounds, "round")}
	if s.Elapsed > 0 {
		parts = append(parts, "in "+length(s.Elapsed))
	}
	line := strings.Join(parts, " ")
	c := s.Conditions
	parts = append([]string{line}, nonEmpty(verdictWords(c))...)
	parts = append(append(parts, takenWords(c)...), hostWords(c)...)
	if c.Load1 != nil && positive(*c.Load1) {
		parts = append(parts, fmt.Sprintf("load %.2f", *c.Load1))
	}
	return strings.Join(parts, " · ")
}

// floorLine says what differences are too small to be seen in this run, or "" where no twin told.
func (d *Document) floorLine() string {
	var parts []string
	for i, v := range d.Summary.Verdicts {
		again := i > 0 && d.Summary.Verdicts[i-1].Workload == v.Workload // beside another baseline
		if !again && positive(v.NoiseFloor) && len(parts) < maxWorkloads {
			parts = append(parts, cleanName(v.Workload)+" below "+finePercent(v.NoiseFloor))
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
		return percent(x)
	}
	return fixed(x*100, 1) + " %"
}
