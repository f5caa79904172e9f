package verdict

import (
	"slices"
	"strings"

	"corerace/results"
	"corerace/results/conditions"
)

// claim takes a verdict back where the conditions don't carry it. On a system that has no counters of the cores it
// stands where our own CPU time shows that we had them.
func (t *table) claim(v *Verdict, c conditions.Conditions, counters bool) {
	if v.Unpaired {
		v.Unknown, v.Why = true, "it was imported, unpaired"
		return
	}
	if c.Claimable() || v.Ratio.N == 0 {
		return
	}
	if v.OwnShare = t.standsByOwn(c, counters, v.Best, v.Next, v.serial()); v.OwnShare > 0 {
		return
	}
	v.Busy, v.Unknown, v.Why = c.Verdict == conditions.Inconclusive, c.Verdict == conditions.Unknown, c.Reason()
	v.Decided, v.Equivalent, v.RoundsNeeded = false, false, 0
}

// leastOwn is the least share of the cores that were wanted at which they count as had.
const leastOwn = 0.9

// hasCounters is whether the system of a run has counters of the cores that tell of all programs. Windows and macOS
// have none that this program can set against its own use; elsewhere counters that say nothing are broken ones.
func hasCounters(run results.Run) bool {
	return !slices.ContainsFunc(run.Hosts, func(m results.Machine) bool {
		os := strings.ToLower(m.OS)
		return strings.Contains(os, "windows") || strings.HasPrefix(os, "darwin") || strings.HasPrefix(os, "macos")
	})
}

// standsByOwn is the least share of the cores that they wanted which some cells had, where that carries a claim; else 0.
func (t *table) standsByOwn(c conditions.Conditions, counters bool, cells ...results.Cell) float64 {
	if c.Verdict != conditions.Unknown || counters || c.HostTookMost() {
		return 0
	}
	if share := t.ownShare(cells...); share >= leastOwn {
		return share
	}
	return 0
}

// ownShare is the least share of the cores that they wanted which some cells had.
func (t *table) ownShare(cells ...results.Cell) float64 {
	least := 1.0
	for _, cell := range cells {
		var cpu, wanted float64
		if c := t.byCell[cell]; c != nil {
			for _, s := range c.sound() {
				cpu += cpuOf(s).Seconds()
				wanted += s.Wall.Seconds() * t.wants(s)
			}
		}
		if wanted <= 0 {
			return 0
		}
		least = min(least, cpu/wanted)
	}
	return least
}

// wants is how many cores a sample would have kept busy: one behind a lock.
func (t *table) wants(s *results.Sample) float64 {
	n := float64(s.Workers)
	if t.cores > 0 {
		n = min(n, t.cores)
	}
	if s.Lock != nil || t.turns[s.Mode] || s.GOMAXPROCS == 1 && s.Pool != nil {
		return 1
	}
	return n
}
