package scene

import (
	"fmt"
	"strings"

	"corerace/report/legible"
	"corerace/results/conditions"
)

// ConditionsWords are the conditions of any measurement in one line. What isn't known isn't said to be 0.
func ConditionsWords(c conditions.Conditions) string {
	parts := []string{c.Verdict}
	if c.Verdict == conditions.Unknown {
		parts[0] = "conditions unknown"
	}
	return strings.Join(append(parts, TakenWords(c)...), " · ")
}

// TakenWords say what others and the hypervisor took.
func TakenWords(c conditions.Conditions) []string {
	var parts []string
	for _, p := range []struct {
		what  string
		cores *float64
	}{{"others", c.Others}, {"others elsewhere", c.Elsewhere}, {"steal", c.Steal}} {
		if text := CoresText(p.cores); text != "" {
			parts = append(parts, p.what+" "+text)
		}
	}
	if c.Others == nil && c.Verdict == conditions.Unknown {
		parts = append(parts, "others unknown")
	}
	return parts
}

// CoresText is a number of cores, or "" where it isn't known.
func CoresText(cores *float64) string {
	if cores == nil || !legible.Finite(*cores) || *cores < 0 {
		return ""
	}
	return fmt.Sprintf("%.2f cores", *cores)
}

// VerdictWords is the verdict on the conditions in a few words, or "" where there is none.
func VerdictWords(c conditions.Conditions) string {
	contention := ""
	if x := c.Contention; x != nil && legible.Finite(*x) && *x >= 0 {
		contention = ", contention " + legible.Percent(*x)
	}
	switch {
	case c.Verdict == conditions.Quiet:
		return "quiet"
	case c.Verdict == conditions.Noisy:
		return "noisy" + contention
	case c.HostTookMost():
		return "inconclusive"
	case c.Verdict == conditions.Inconclusive:
		return "inconclusive: machine busy" + contention
	case c.Verdict == conditions.Unknown:
		return "conditions unknown"
	}
	return ""
}

// HostWords say what the quota and the host of a virtual machine held back, where that shows.
func HostWords(c conditions.Conditions) []string {
	var parts []string
	if c.Throttle() != "" {
		parts = append(parts, "held back by its quota "+legible.Percent(*c.Throttled))
	}
	if c.HostTook() {
		parts = append(parts, "host took "+legible.Percent(*c.Hidden)+" unsaid")
	}
	return parts
}

// DoubtWords are what a picture by itself must say of its conditions; none on a quiet machine.
func DoubtWords(c conditions.Conditions) []string {
	var parts []string
	switch c.Verdict {
	case conditions.Noisy, conditions.Inconclusive, conditions.Unknown:
		parts = append(parts, strings.SplitN(VerdictWords(c), ",", 2)[0])
	}
	return append(parts, HostWords(c)...)
}
