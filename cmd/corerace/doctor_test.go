package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"corerace/bench/machine"
	"corerace/bench/testkit"
	"corerace/results"
)

func TestDoctorLooksAtEverythingAndEndsWithAnAnswer(t *testing.T) {
	var out strings.Builder
	watch := time.Duration(testkit.Times(200, 2000)) * time.Millisecond
	if err := doctor(t.Context(), &out, watch); err != nil {
		t.Fatal(err)
	}
	stdout := out.String()
	for _, want := range []string{"cores", "siblings", "others", "host", "frequency", "speeds", "noise", "workers"} {
		if !strings.Contains(stdout, " "+want+" ") {
			t.Errorf("it doesn't look at %s:\n%s", want, stdout)
		}
	}
	fit, unfit := strings.Contains(stdout, "fit to measure"), strings.Contains(stdout, "would show in a measurement")
	if fit == unfit || unfit != strings.Contains(stdout, "→") {
		t.Errorf("no answer:\n%s", stdout)
	}
}

func TestDoctorAdvisesWhereSomethingIsWrong(t *testing.T) {
	two := results.Machine{CoresLogical: 2, CoresAllowed: []int{0, 1}}
	others, little, steal := 1.2, 0.01, 0.5
	throttled := time.Second
	for _, c := range []struct {
		what string
		f    finding
		ill  bool
	}{
		{"two cores", coresFinding(two), false},
		{"one core", coresFinding(results.Machine{CoresLogical: 2, CoresAllowed: []int{1}}), true},
		{"a quota", coresFinding(results.Machine{CoresLogical: 4, CoresAllowed: []int{0, 1, 2, 3}, CPUQuota: 1.5}), true},
		{"busy", othersFinding(machine.Conditions{Others: &others}, two, nil, nil), true},
		{"quiet", othersFinding(machine.Conditions{Others: &little}, two, nil, nil), false},
		{"steal", stealFinding(machine.Conditions{Steal: &steal}, nil), true},
		{"hidden", stealFinding(machine.Conditions{}, &results.Epoch{HiddenShare: 0.08}), true},
		{"hidden with all cores busy", stealFinding(machine.Conditions{Steal: new(0.0)},
			&results.Epoch{HiddenShare: 0.005, HiddenTogether: new(0.97)}), true},
		{"nothing hidden", stealFinding(machine.Conditions{Steal: new(0.0)},
			&results.Epoch{HiddenShare: 0.005, HiddenTogether: new(0.006)}), false},
		{"throttled", throttleFinding(machine.Conditions{Throttled: &throttled}), true},
		{"siblings", siblingsFinding([]machine.CoreInfo{{ID: 0, Siblings: []int{0, 1}}, {ID: 1, Siblings: []int{0, 1}}},
			[]int{0, 1}), true},
		{"no siblings", siblingsFinding([]machine.CoreInfo{{ID: 0, Siblings: []int{0}}, {ID: 1}}, []int{0, 1}), false},
		{"kinds", kindsFinding([]machine.CoreInfo{{Kind: machine.Performance}, {Kind: machine.Efficiency}}), true},
		{"governor", frequencyFinding([]machine.CoreInfo{{Governor: "powersave"}}, machine.Conditions{}), true},
		{"uneven", speedsFinding([]machine.CoreSpeed{{CPU: 10}, {CPU: 18}}, nil), true},
		{"even", speedsFinding([]machine.CoreSpeed{{CPU: 100}, {CPU: 101}}, nil), false},
		{"coarse clock", clockFinding(time.Millisecond, nil), true},
		{"noise", noiseFinding(0.2, nil), true},
		{"little noise", noiseFinding(0.01, nil), false},
		{"no noise", noiseFinding(0, errors.New("no")), false},
	} {
		if (c.f.advice != "") != c.ill {
			t.Errorf("%s: %+v", c.what, c.f)
		}
	}
}

func TestWhatDoctorCannotTellIsNotWell(t *testing.T) {
	none := results.Machine{CoresLogical: 2}
	for _, f := range []finding{coresFinding(none), othersFinding(machine.Conditions{}, none, nil, nil),
		stealFinding(machine.Conditions{}, nil)} {
		if f.mark() != "?  " || !strings.Contains(f.is, "unknown") || strings.Contains(f.is, "0 of 2") {
			t.Errorf("%s: %s%s", f.what, f.mark(), f.is)
		}
	}
	for _, f := range []finding{siblingsFinding(nil, nil), frequencyFinding(nil, machine.Conditions{}),
		speedsFinding(nil, errors.New("no"))} {
		if f.mark() != "-  " {
			t.Errorf("%s: %s%s", f.what, f.mark(), f.is)
		}
	}
	if got := answer(0, 1); strings.Contains(got, "is fit to measure now") {
		t.Error(got)
	}
	if got := coresFinding(none).is; !strings.Contains(got, "all, as far as the system says") {
		t.Error(got)
	}
}

func TestDoctorJudgesOthersOnTheCoresThatMayBeUsed(t *testing.T) {
	mask := results.Machine{CoresLogical: 64, CoresAllowed: []int{0, 1, 2, 3}}
	f := othersFinding(machine.Conditions{Others: new(30.0), Steal: new(0.0), OthersAllowed: new(0.0),
		StealAllowed: new(0.0)}, mask, nil, nil)
	if f.advice != "" || !strings.Contains(f.is, "0.00 of the cores that may be used, and 30.00 of the machine's others") {
		t.Errorf("%+v", f)
	}
	quota := results.Machine{CoresLogical: 16, CPUQuota: 1.5}
	if f := othersFinding(machine.Conditions{Others: new(12.0), Steal: new(0.0)}, quota, nil, nil); f.advice != "" {
		t.Errorf("others leave more than the quota: %+v", f)
	}
}

// Counters that creep while doctor watches, and stay below what it uses when it works, say nothing of others.
func TestCountersBelowOurOwnUseSayNothingOfOthers(t *testing.T) {
	creeping := machine.Conditions{Others: new(0.02), OthersAllowed: new(0.02), Steal: new(0.0)}
	two := results.Machine{CoresLogical: 2}
	if f := othersFinding(believed(creeping, machine.Conditions{}), two, nil, nil); !f.unknown {
		t.Errorf("counters that can't be true: %+v", f)
	}
	if f := othersFinding(believed(creeping, machine.Conditions{Others: new(0.1)}), two, nil, nil); f.unknown {
		t.Errorf("counters that can be true: %+v", f)
	}
}
