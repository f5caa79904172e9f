package demo

import (
	"strings"
	"testing"
	"time"

	"corerace/results/conditions"
	"corerace/results/stats"
)

// under are conditions of a verdict, with so much taken by others.
func under(verdict string, contention float64) conditions.Conditions {
	return conditions.Conditions{Verdict: verdict, Contention: &contention}
}

// once is an estimate of one run.
func once(x float64) stats.Estimate { return stats.Estimate{Center: x, N: 1} }

func TestASentenceSaysWhatTheNumbersBear(t *testing.T) {
	en := textsIn(t, "en")
	quiet, busy := under(conditions.Quiet, 0.02), under(conditions.Inconclusive, 0.66)
	for _, c := range []struct {
		name  string
		r     Result
		says  string
		never string
	}{
		{"faster", Result{Cores: 1.98, Measured: once(1.96), Conditions: quiet}, "1.96× as fast as serial", "about"},
		{"noisy", Result{Cores: 1.8, Measured: once(1.7), Conditions: under(conditions.Noisy, 0.2)}, "take it for about", ""},
		{"same", Result{Cores: 1.9, Measured: once(1.02), Conditions: quiet}, "About as fast as serial", "turns"},
		{"turns", Result{Act: Act{Turns: true}, Cores: 1, Measured: once(0.99), Conditions: quiet}, "take turns", "idle"},
		{"turns slower", Result{Act: Act{Turns: true}, Cores: 1, Measured: once(0.6), Conditions: quiet},
			"slower than one", ""},
		{"turns on two cores", Result{Act: Act{Turns: true}, Cores: 1.9, Measured: once(0.5), Conditions: quiet},
			"Slower than", "turns"},
		{"a lock that gains", Result{Act: Act{Turns: true}, Cores: 1, Measured: once(1.6), Conditions: quiet},
			"says nothing", "as fast as serial"},
		{"more than the cores", Result{Cores: 2, Measured: once(2.6), Conditions: quiet},
			"says nothing", "as fast as serial"},
		{"an interval around 1", Result{Cores: 1.9, Measured: stats.Estimate{Center: 1.2, Lo: 0.9, Hi: 1.4, Confidence: 0.95,
			N: 8}, Conditions: quiet}, "About as fast", ""},
		{"busy", Result{Cores: 0.9, Measured: once(1.07), Projected: once(1.96), Conditions: busy},
			"would be about 1.96×", "1.07"},
		{"busy, and nothing told", Result{Measured: once(1.07), Conditions: busy}, "can't be compared", "1.07"},
		{"unknown", Result{Measured: once(1.9), Projected: once(2), Conditions: conditions.Conditions{
			Verdict: conditions.Unknown}}, "isn't known", "2.00"},
		{"the host", Result{Measured: once(1.9), Projected: once(2), Conditions: conditions.Conditions{
			Verdict: conditions.Inconclusive, Hidden: new(0.5)}}, "The host", "2.00"},
	} {
		c.r.Base, c.r.Mode, c.r.Workers, c.r.All, c.r.Wall = "serial", "x", 2, 2, 2*time.Second
		s := c.r.sentence(en)
		if !strings.Contains(s, c.says) || c.never != "" && strings.Contains(s, c.never) {
			t.Errorf("%s: %q should say %q and not %q", c.name, s, c.says, c.never)
		}
	}
}

func TestABaseIsComparedWithNothing(t *testing.T) {
	r := Result{Act: Act{Mode: "serial", Workers: 1, All: 2, IsBase: true}, Wall: 4 * time.Second, Cores: 1,
		Conditions: under(conditions.Quiet, 0)}
	if s, want := r.sentence(textsIn(t, "de")), "1,0 von 2 Kernen hatten zu tun. Mit diesen 4,0 s werden die anderen "+
		"verglichen."; s != want {
		t.Errorf("%q, want %q", s, want)
	}
	r.Conditions.Verdict = conditions.Unknown
	if s := r.sentence(textsIn(t, "en")); !strings.Contains(s, "can't be compared") {
		t.Errorf("%q", s)
	}
}
