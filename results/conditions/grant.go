package conditions

import (
	"cmp"

	"corerace/results"
)

// A grant is how much of a machine this program may use: some of its cores, and of their time what a quota grants.
type grant struct {
	ids     []int   // of the cores; nil: unknown
	cores   float64 // 0: unknown
	machine float64 // cores of the whole machine; 0: unknown
	quota   float64 // cores' worth of time; 0: none
}

// grantOf is what a run might use when it began: of all its hosts together.
func grantOf(run results.Run) grant {
	var g grant
	for _, h := range run.Hosts {
		n := float64(cmp.Or(len(h.CoresAllowed), h.CoresLogical))
		g.cores += n
		g.machine += max(n, float64(h.CoresLogical))
		if h.CPUQuota > 0 && h.CPUQuota < n {
			g.quota += h.CPUQuota
		} else if len(run.Hosts) > 1 {
			g.quota += n
		}
	}
	if g.quota >= g.cores {
		g.quota = 0
	}
	if len(run.Hosts) == 1 {
		g.ids = run.Hosts[0].CoresAllowed
	}
	return g
}

// in is the grant in a round, before which it may have changed.
func (g grant) in(r results.Round) grant {
	if n := len(r.CoresAllowed); n > 0 {
		g.ids, g.cores, g.machine = r.CoresAllowed, float64(n), max(g.machine, float64(n))
	}
	if r.CPUQuota != nil {
		g.quota = *r.CPUQuota
	}
	if g.quota >= g.cores {
		g.quota = 0
	}
	return g
}

// lastGrant is what a run might use in its last round.
func lastGrant(rec *results.Record) grant {
	g := grantOf(rec.Run)
	if n := len(rec.Rounds); n > 0 {
		g = g.in(rec.Rounds[n-1])
	}
	return g
}

// usable is how many cores' worth of time may be used.
func (g grant) usable() float64 {
	if g.quota > 0 {
		return g.quota
	}
	return g.cores
}

// part is whether some of the machine's cores may not be used.
func (g grant) part() bool { return len(g.ids) > 0 && g.cores < g.machine }

// contention is the share of the usable time that was taken away by those who took so much of the allowed cores: what
// they took beyond the capacity that a quota leaves unused. It is never above 1.
func (g grant) contention(taken float64) float64 {
	usable := g.usable()
	return max(0, min(taken, g.cores)-(g.cores-usable)) / usable
}

// Cores is how many cores' worth of time the run could use; 0 where that isn't known.
func Cores(run results.Run) float64 { return grantOf(run).usable() }

// MostCores is how many cores a run ever had; 0 where that isn't known. CPU time above so many times the wall time is
// impossible.
func MostCores(rec *results.Record) float64 {
	most := grantOf(rec.Run).cores
	for _, r := range rec.Rounds {
		most = max(most, float64(len(r.CoresAllowed)))
	}
	return most
}
