package demo

import (
	"strings"

	"corerace/report/legible"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// sentence says what came of an act, and no more than its numbers bear.
func (r Result) sentence(t *Texts) string {
	e, kind := r.claim()
	switch kind {
	case measured:
		return r.filled(t, "said."+r.way(e), e) + r.caution(t)
	case projected:
		return r.filled(t, "said.busy", e) + " " + r.filled(t, "said.projected", e)
	}
	switch {
	case r.Base == "" && !r.Conditions.Claimable():
		return r.doubt(t)
	case r.Base == "" && r.IsBase:
		return r.filled(t, "said.alone", e) + r.caution(t)
	case r.Base == "":
		return r.filled(t, "said.used", e) + r.caution(t)
	case r.Conditions.Claimable() && r.impossible():
		return r.filled(t, "said.disturbed", r.Measured)
	}
	return r.doubt(t)
}

// way is how a mode came out against its base.
func (r Result) way(e stats.Estimate) string {
	way := "slower"
	switch {
	case same(e):
		way = "same"
	case e.Center > 1:
		return "faster"
	}
	if r.Turns && r.Cores > 0 && r.Cores < mostOfTurns && r.Workers > 1 {
		way += ".turns"
	}
	return way
}

// doubt says why the time of an act bears no comparison.
func (r Result) doubt(t *Texts) string {
	switch {
	case r.Conditions.HostTookMost():
		return r.filled(t, "said.host", stats.Estimate{})
	case r.Conditions.Verdict == conditions.Inconclusive:
		return r.filled(t, "said.busy", stats.Estimate{})
	}
	return r.filled(t, "said.unknown", stats.Estimate{})
}

// caution is what is said besides where others took some of the time.
func (r Result) caution(t *Texts) string {
	if r.Conditions.Verdict != conditions.Noisy {
		return ""
	}
	return " " + t.say("said.noisy", "percent", percent(r.Conditions.Contention))
}

// filled is a text with the numbers of a result.
func (r Result) filled(t *Texts, key string, e stats.Estimate) string {
	cores := t.say("unknown")
	if r.Cores > 0 {
		cores = t.number(r.Cores, 1)
	}
	return t.say(key, "act", r.name(), "base", legible.CleanName(r.Base), "times", times(t, e),
		"seconds", t.number(r.Wall.Seconds(), 1), "cores", cores, "all", t.number(float64(r.All), 0),
		"workers", t.number(float64(r.Workers), 0), "percent", percent(r.Conditions.Contention))
}

// times is a speedup with its interval, where there is one.
func times(t *Texts, e stats.Estimate) string {
	s := t.number(e.Center, 2) + "×"
	if legible.HasInterval(e) {
		s += " (" + t.number(e.Lo, 2) + "–" + t.number(e.Hi, 2) + ")"
	}
	return s
}

// percent is a share for people; a dash where it isn't known.
func percent(share *float64) string {
	if share == nil {
		return "–"
	}
	return strings.TrimSuffix(legible.Percent(*share), " %")
}
