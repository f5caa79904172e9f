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
	return line
}

// conditionsLine says in one line what the run was like.
func (d *Document) conditionsLine() string {
	s := d.Summary
	parts := []string{count(s.Rounds, "round")}
	if s.Elapsed > 0 {
		parts = append(parts, "in "+length(s.Elapsed))
	}
	line := strings.Join(parts, " ")
	for _, c := range []struct {
		what string
		n    float64
	}{{"others", s.Conditions.Others}, {"steal", s.Conditions.Steal}} {
		if finite(c.n) && c.n >= 0 {
			line += fmt.Sprintf(" · %s %.2f cores", c.what, c.n)
		}
	}
	if positive(s.Conditions.Load1) {
		line += fmt.Sprintf(" · load %.2f", s.Conditions.Load1)
	}
	return line
}
