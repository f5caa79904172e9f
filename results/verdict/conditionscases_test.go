package verdict

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/conditions"
)

// caseRecord reads a record of testdata/conditions. They are made up, each with one thing that a machine can be like.
func caseRecord(t *testing.T, name string) *results.Record {
	t.Helper()
	rec, err := results.ReadFile(filepath.Join("testdata", "conditions", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func TestConditionsThatCouldNotBeReadAreUnknown(t *testing.T) {
	s := Summarize(caseRecord(t, "unknown-others"))
	c, v := s.Conditions, s.Verdicts[0]
	if c.Verdict != conditions.Unknown || c.Claimable() || c.Others != nil || c.Steal != nil || c.Contention != nil ||
		c.QuietRounds != 0 {
		t.Errorf("%+v", c)
	}
	if v.Decided || v.Equivalent || v.Busy || !v.Unknown || v.RoundsNeeded != 0 {
		t.Errorf("%+v", v)
	}
	want := "toy: no verdict, conditions unknown: what other programs used of the cores " +
		"isn't known, so no claim about wall times is made."
	if got := v.Sentence(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !slices.Contains(s.Warnings, "conditions unknown: what other programs used of the cores isn't known") {
		t.Errorf("%q", s.Warnings)
	}
}

// A few rounds that couldn't be read are no reason to say nothing.
func TestConditionsAreKnownWhereMostRoundsTell(t *testing.T) {
	rec := busyRecord(nil)
	for i := range 4 {
		rec.Rounds[1+i].Others, rec.Rounds[1+i].Steal = nil, nil
	}
	s := Summarize(rec)
	if c := s.Conditions; c.Verdict != conditions.Quiet || c.QuietRounds != 4 || c.UnknownRounds != 4 {
		t.Errorf("%+v", c)
	}
	if w := "what other programs used of the cores isn't known in 4 of 8 rounds: what is said of the conditions is of " +
		"the others"; !slices.Contains(s.Warnings, w) {
		t.Errorf("%q", s.Warnings)
	}
	rec.Rounds[5].Others = nil
	if c := Summarize(rec).Conditions; c.Verdict != conditions.Unknown || c.QuietRounds != 3 {
		t.Errorf("%+v", c)
	}
}

// Where no round tells of others, and the host took most, nothing is said of rounds that would tell.
func TestNoRoundThatTellsIsSaid(t *testing.T) {
	rec := busyRecord(nil)
	for i := range rec.Rounds {
		rec.Rounds[i].Others, rec.Rounds[i].Steal = nil, nil
	}
	rec.Run.Hosts[0].Epoch = &results.Epoch{HiddenTogether: new(0.79)}
	s := Summarize(rec)
	if s.Conditions.Verdict != conditions.Inconclusive || !slices.Contains(s.Warnings,
		"what other programs used of the cores isn't known in any round") {
		t.Errorf("%s: %q", s.Conditions.Verdict, s.Warnings)
	}
}

// Counters that say that the cores were idle while we used them tell nothing, whatever the round says.
func TestCountersBelowOurOwnUseAreUnknown(t *testing.T) {
	rec := busyRecord(nil)
	for round := range 9 {
		at := time.Duration(round) * time.Second
		rec.Rounds[round].T = at
		rec.Cores = append(rec.Cores, results.Cores{T: at, Busy: []float64{0, 0}},
			results.Cores{T: at + time.Second, Busy: []float64{0, 0}})
	}
	if c := Summarize(rec).Conditions; c.Verdict != conditions.Unknown {
		t.Errorf("%+v", c)
	}
}

// Windows and macOS have no counters that our own use can be taken off. There it is our CPU time that tells whether we
// had the cores.
func TestOurOwnTimeMayShowThatWeHadTheCores(t *testing.T) {
	for _, c := range []struct {
		os       string
		cpu      time.Duration
		decided  bool
		evidence bool
	}{
		{"Microsoft Windows 11 Pro", 300 * ms, true, true},
		{"darwin 15.1", 290 * ms, true, true},
		{"Microsoft Windows 11 Pro", 200 * ms, false, false}, // they had two thirds of what they wanted
		{"debian 12", 300 * ms, false, false},                // it has counters: they are broken
	} {
		rec := busyRecord(nil)
		rec.Run.Hosts[0].OS = c.os
		for i := range rec.Rounds {
			rec.Rounds[i].Others, rec.Rounds[i].Steal = nil, nil
		}
		for i := range rec.Samples {
			if s := &rec.Samples[i]; s.Workers == 2 {
				s.CPU.Workers = c.cpu
			}
		}
		s := Summarize(rec)
		v := s.Verdicts[0]
		if s.Conditions.Verdict != conditions.Unknown || v.Decided != c.decided || v.Unknown == c.decided {
			t.Errorf("%s, %v: %+v", c.os, c.cpu, v)
		}
		if got := strings.Contains(v.Sentence(), "rests on our own CPU time"); got != c.evidence {
			t.Errorf("%s, %v: %s", c.os, c.cpu, v.Sentence())
		}
	}
}

func TestOthersOnOtherCoresDoNotCount(t *testing.T) {
	s := Summarize(caseRecord(t, "mask-4-of-64"))
	c := s.Conditions
	if c.Verdict != conditions.Quiet || *c.Others > 0.01 || !near(*c.Elsewhere, 3.2, 0.01) || !s.Verdicts[0].Decided {
		t.Errorf("%+v, %s", c, s.Verdicts[0].Sentence())
	}
}

// Without streams it is known between bounds alone: of 3.2 cores' worth of others, all or none was on our 4 of 64.
func TestOthersSomewhereAreUnknownWhereTheirCoresAre(t *testing.T) {
	rec := caseRecord(t, "mask-4-of-64")
	rec.Cores, rec.Own = nil, nil
	if c := Summarize(rec).Conditions; c.Verdict != conditions.Unknown {
		t.Errorf("%+v", c)
	}
	for i := range rec.Rounds {
		rec.Rounds[i].Others = new(62.0) // 2 of them at least were on ours
	}
	if c := Summarize(rec).Conditions; c.Verdict != conditions.Inconclusive || *c.Others > 4 {
		t.Errorf("%+v", c)
	}
	for i := range rec.Rounds {
		rec.Rounds[i].OthersAllowed = new(0.1)
	}
	if c := Summarize(rec).Conditions; c.Verdict != conditions.Quiet || !near(*c.Others, 0.1, 1e-9) {
		t.Errorf("%+v", c)
	}
}

func TestOthersAreNeverMoreThanTheCoresWeMayUse(t *testing.T) {
	rec := busyRecord(everyRound())
	for i := range rec.Rounds {
		rec.Rounds[i].Others = new(2.3)
	}
	s := Summarize(rec)
	if *s.Conditions.Others != 2 || !slices.Contains(s.Warnings,
		"inconclusive, the machine was busy: others took 2.0 of its 2 cores, and no claim about wall times is made") {
		t.Errorf("%v %q", *s.Conditions.Others, s.Warnings)
	}
}

// Under a quota others are in the way only where what they leave is less than the quota.
func TestUnderAQuotaItIsSpareCapacityThatCounts(t *testing.T) {
	for _, c := range []struct {
		quota, others float64
		want          string
	}{
		{1.5, 12, conditions.Quiet}, {1.5, 14.5, conditions.Quiet}, {1.5, 14.8, conditions.Noisy},
		{1.5, 15.2, conditions.Inconclusive}, {0, 2, conditions.Noisy}, {0.5, 15, conditions.Quiet},
	} {
		rec := busyRecord(nil)
		rec.Run.Hosts[0] = results.Machine{CoresLogical: 16, CPUQuota: c.quota}
		for i := range rec.Rounds {
			rec.Rounds[i].Others = new(c.others)
		}
		if got := Summarize(rec).Conditions.Verdict; got != c.want {
			t.Errorf("quota %v, others %v: %s, want %s", c.quota, c.others, got, c.want)
		}
	}
}

func TestAQuotaBelowACoreIsNoLimitOfASpeedup(t *testing.T) {
	s := Summarize(caseRecord(t, "quota-half"))
	for _, c := range s.Cells {
		if len(c.Warnings) > 0 {
			t.Errorf("%s: %q", c.Mode, c.Warnings)
		}
	}
}

func TestThrottlingIsACondition(t *testing.T) {
	s := Summarize(caseRecord(t, "throttled"))
	if !near(*s.Conditions.Throttled, 0.5, 0.01) || !strings.Contains(strings.Join(s.Warnings, "\n"),
		"a quota held this program back: its threads were stopped for 50 % of the time") {
		t.Errorf("%v %q", *s.Conditions.Throttled, s.Warnings)
	}
	if c := Summarize(caseRecord(t, "quota-half")).Conditions; *c.Throttled != 0 || c.Throttle() != "" {
		t.Errorf("%+v", c)
	}
}

func TestCoresThatNeverWereAreInNoList(t *testing.T) {
	rec := caseRecord(t, "even-ids")
	s := Summarize(rec)
	if want := []int{0, 2, 4, 6, 8, 10, 12, 14}; !slices.Equal(s.CoreIDs, want) {
		t.Errorf("cores %v, want %v", s.CoreIDs, want)
	}
	for _, busy := range cell(t, s, "goroutines", 8).PerCore {
		if !near(busy, 1, 1e-9) {
			t.Errorf("busy for %v of the time, want all", busy)
		}
	}
}

// Core 1 is switched off in the second half, and core 2 was never there.
func TestACoreThatGoesIsAveragedOverTheTimeThatItWasThere(t *testing.T) {
	rec := record(row{"serial", 1, []float64{0, 1000}})
	rec.Cores = []results.Cores{{T: 0, Busy: []float64{0, 0, 0, 0}, Absent: []int{2}},
		{T: 500 * ms, Busy: []float64{1, 0.8, 0, 0.5}, Absent: []int{2}},
		{T: 1000 * ms, Busy: []float64{1, 0, 0, 0.5}, Absent: []int{1, 2}}}
	s := Summarize(rec)
	if got := s.Cells[0].PerCore; !slices.Equal(s.CoreIDs, []int{0, 1, 3}) || len(got) != 3 ||
		!near(got[0], 1, 1e-9) || !near(got[1], 0.8, 1e-9) || !near(got[2], 0.5, 1e-9) {
		t.Errorf("cores %v busy %v", s.CoreIDs, got)
	}
}

func TestMoreTimeThanTheCoresHaveIsRefusedOnReading(t *testing.T) {
	s := Summarize(caseRecord(t, "cpu-above-cores"))
	for _, c := range s.Cells {
		if c.Excluded != 7 || c.Projected.N != 0 ||
			!strings.Contains(strings.Join(c.Warnings, "\n"), "of CPU time in") {
			t.Errorf("%+v", c)
		}
	}
	one := results.Sample{Wall: time.Second, CPU: results.CPU{Workers: 2 * time.Second}}
	if one.Impossible(2, 0) != nil || one.Impossible(1, 0) == nil || one.Impossible(0, 0) != nil {
		t.Error("2 s of CPU time in 1 s can be on two cores, not on one, and nobody knows where the cores aren't known")
	}
	ticks := results.Sample{Wall: 50 * ms, CPU: results.CPU{Workers: 4 * 15625 * time.Microsecond}}
	if ticks.Impossible(1, results.AccountingStep("linux")) == nil ||
		ticks.Impossible(1, results.AccountingStep("Microsoft Windows 11 Pro")) != nil {
		t.Error("four ticks of 15.625 ms in 50 ms can be where time is charged by the tick, and nowhere else")
	}
}

func TestWhatTheHostTakesWithoutAWordIsUsed(t *testing.T) {
	for _, c := range []struct {
		hidden   float64
		together *float64 // with all cores busy
		want     string
		warned   bool
	}{
		{0.02, nil, conditions.Quiet, false},
		{0.08, nil, conditions.Quiet, true},
		{0.32, nil, conditions.Inconclusive, true},
		{0.005, new(0.006), conditions.Quiet, false},
		{0.005, new(0.08), conditions.Quiet, true},
		{0.005, new(0.32), conditions.Inconclusive, true}, // a host with fewer cores than it promised
		{0.32, new(0.01), conditions.Inconclusive, true},
	} {
		rec := busyRecord(nil)
		rec.Run.Hosts[0].Epoch = &results.Epoch{HiddenShare: c.hidden, HiddenTogether: c.together}
		s := Summarize(rec)
		if warned := strings.Contains(strings.Join(s.Warnings, "\n"),
			"of the time without a word"); s.Conditions.Verdict != c.want || warned != c.warned {
			t.Errorf("%v: %s, %q", c.hidden, s.Conditions.Verdict, s.Warnings)
		}
		if got := s.Verdicts[0].Sentence(); strings.Contains(got,
			"the host took 32 % of the time without a word") != (c.want == conditions.Inconclusive) {
			t.Errorf("%v: %s", c.hidden, got)
		}
	}
}

func TestWhatChangesDuringARunIsSaid(t *testing.T) {
	rec := busyRecord(nil)
	rec.Run.Hosts[0].CoresAllowed = []int{0, 1}
	for i := range rec.Rounds[4:] {
		rec.Rounds[4+i].CoresAllowed = []int{0}
	}
	rec.Rounds[6].CPUQuota = new(0.5)
	got := strings.Join(Summarize(rec).Warnings, "\n")
	for _, want := range []string{
		"the cores that it may use changed from 0-1 to 0 in round 4: rounds before and after it aren't alike",
		"its CPU quota changed from none to 0.5 in round 6", "its CPU quota changed from 0.5 to none in round 7",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

// A round can't have been held back for longer than all cores together lasted: such a figure tells nothing.
func TestMoreTimeHeldBackThanThereIsTellsNothing(t *testing.T) {
	rec := caseRecord(t, "throttled")
	cores := time.Duration(rec.Run.Hosts[0].CoresLogical)
	for i := range rec.Rounds {
		*rec.Rounds[i].Throttled = 2 * cores * rec.Rounds[i].Wall
	}
	if c := Summarize(rec).Conditions; c.Throttled != nil || c.Throttle() != "" {
		t.Errorf("%+v: %s", c, c.Throttle())
	}
	*rec.Rounds[1].Throttled = cores * rec.Rounds[1].Wall
	if c := Summarize(rec).Conditions; c.Throttled == nil || *c.Throttled != float64(cores) {
		t.Errorf("%+v", c)
	}
}
