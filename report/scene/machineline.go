package scene

import (
	"fmt"
	"strings"

	"corerace/report/legible"
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
	add(legible.CleanName(m.CPUModel))
	add(CoresLine(m))
	if m.MemoryBytes > 0 {
		add(legible.BytesOf(m.MemoryBytes))
	}
	add(legible.CleanName(m.OS))
	add(legible.CleanName(m.Arch))
	add(legible.CleanName(m.GoVersion))
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
	line := legible.Count(m.CoresLogical, "core")
	if m.CoresPhysical > 0 && m.CoresPhysical != m.CoresLogical {
		line = fmt.Sprintf("%s, %d physical", legible.Count(m.CoresLogical, "logical core"), m.CoresPhysical)
	}
	if n := len(m.CoresAllowed); n > 0 && n < m.CoresLogical {
		line += fmt.Sprintf(", %d allowed", n)
	}
	if legible.Positive(m.CPUQuota) {
		line += ", quota " + stats.Digits(m.CPUQuota, 3)
	}
	return line
}
