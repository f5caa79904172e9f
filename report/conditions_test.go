package report

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/figure"
	"corerace/results"
	"corerace/results/conditions"
)

// ptr is the address of a value.
func ptr[T any](v T) *T { return &v }

// watched is the small course on a machine that tells everything, with cores of some speeds.
func watched(speeds ...float64) *content.Document {
	d := projected(conditions.Noisy, 1.2, 0.021)
	d.Summary.Conditions.QuietRounds = 2
	h := &d.Record.Run.Hosts[0]
	h.Epoch = &results.Epoch{GapShare: 0.266, HiddenShare: 0.014, HiddenTogether: new(0.21), GapsPerSecond: 1143,
		RoundTrip: 479, Timer: 29}
	h.CoresAllowed = []int{2, 5}
	for i := range d.Record.Rounds {
		r := &d.Record.Rounds[i]
		r.PSISome, r.Throttled, r.InvolSwitches = ptr(0.8+0.01*float64(i)), ptr(time.Duration(0)), ptr(int64(400+i))
		r.MHz, r.Celsius, r.CoreSpeeds = ptr(3200.0), ptr(61.0), speeds
	}
	return d
}

func TestThePageTellsTheConditions(t *testing.T) {
	page := string(render(t, watched(1, 0.99), "html")[0].Data)
	for _, want := range []string{
		"Other programs and the hypervisor had 53\u00a0%", "2 of 6 rounds were quiet",
		"some thread waited for a core in 84 % of the time; in the worst round 86 %",
		"none: no quota held this program back",
		"taken off a core 404 times a round, at most 406", "3.20 GHz", "61 °C",
		"a spinning thread missed 27 % of the wall time, in 1143 gaps a " +
			"second; 1.4 % while the kernel had it on a core, and 21 % with one on every core at once",
		"479 ns there and back", "29 ns is the smallest step", "core 2 1.00, core 5 0.99", "differences below 2.1 %",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page doesn't say %q", want)
		}
	}
	for _, not := range []string{"Not in this record", "not alike:"} {
		if strings.Contains(page, not) {
			t.Errorf("the page says %q", not)
		}
	}
}

func TestConditionsThatAreNoNumbersAreMissing(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		d := watched(x, x)
		d.Record.Run.Hosts[0].Epoch = &results.Epoch{GapShare: x, HiddenShare: x, HiddenTogether: &x, GapsPerSecond: x}
		d.Summary.Conditions = conditions.Conditions{Verdict: conditions.Noisy, Contention: &x, Others: &x, Steal: &x,
			Load1: &x}
		for i := range d.Record.Rounds {
			r := &d.Record.Rounds[i]
			r.PSISome, r.MHz, r.Celsius = &x, &x, &x
		}
		page := fontData.ReplaceAllString(string(render(t, d, "html")[0].Data), "")
		if strings.Contains(page, "NaN") || strings.Contains(page, "+Inf") {
			t.Errorf("%g: the page holds what isn't a number", x)
		}
	}
}

func TestUnequalCoresAreWarnedOfAndLowerTheIdeal(t *testing.T) {
	d := watched(1, 0.8)
	if page := render(t, d, "html")[0].Data; !strings.Contains(string(page), "1.25× as fast as the slowest") {
		t.Error("the page doesn't warn of unequal cores")
	}
	best := d.Ideal()
	if got := best.Of(2); math.Abs(got-1.8) > 1e-9 {
		t.Errorf("the ideal of two workers is %g, want 1.8", got)
	}
	if got := best.Of(1); got != 1 {
		t.Errorf("the ideal of one worker is %g, want 1: it has the fastest core", got)
	}
	if got := best.Of(4096); got != best.Of(2) {
		t.Errorf("the ideal of 4096 workers is %g: there are two cores", got)
	}
	if got, want := best.Label(2), "1.80×: 2 cores, 1 slower"; got != want {
		t.Errorf("the label reads %q, want %q", got, want)
	}
	svg := ""
	for _, f := range render(t, d, "svg") {
		svg += string(f.Data)
	}
	if !strings.Contains(svg, ">ideal 1.80×: 2 cores, 1 slower</text>") || !strings.Contains(svg, ">ideal 1.80×</text>") {
		t.Error("the chart of rounds and that of the answer don't both say their ideal")
	}
}

func TestEqualCoresKeepTheirIdeal(t *testing.T) {
	for _, speeds := range [][]float64{nil, {1}, {1, 0.96}, {0, 0}, {1, 0}} {
		d := watched(speeds...)
		if best := d.Ideal(); best.Of(2) != 2 || best.Label(2) != "2 workers, 2×" || d.CoresWarning() != "" {
			t.Errorf("speeds %v: the ideal is %g, %q, warned %q", speeds, best.Of(2), best.Label(2), d.CoresWarning())
		}
	}
}

func TestTheIdealBendsAtEveryCore(t *testing.T) {
	best := content.Ideal{Speeds: []float64{1, 0.9, 0.5, 0.5}}
	if got := best.Bends(1, 4096); !slices.Equal(got, []int{1, 2, 3, 4, 4096}) {
		t.Errorf("bends at %v", got)
	}
	if got := (content.Ideal{}).Bends(1, 8); !slices.Equal(got, []int{1, 8}) {
		t.Errorf("an ideal of equal cores bends at %v", got)
	}
}

// What the conditions forbid to say, no headline says.
func TestABusyMachineHasNoWinnerInAHeadline(t *testing.T) {
	d := projected(conditions.Inconclusive, 1.2, 0.021)
	d.Summary.Verdicts[0].Busy, d.Summary.Verdicts[0].Decided = true, false
	for _, f := range figure.Figures(d) {
		if strings.Contains(f.Title, "reaches") || strings.Contains(f.Title, "beats") ||
			strings.Contains(f.Title, "too close") {
			t.Errorf("%s has the headline %q", f.Name, f.Title)
		}
	}
}

func TestTheVerdictOnTheConditionsComesFirst(t *testing.T) {
	page := string(render(t, watched(1, 1), "html")[0].Data)
	conditions, verdict := strings.Index(page, "Other programs and"), strings.Index(page, `id="h-verdict"`)
	if conditions < 0 || conditions > verdict || strings.Count(page, "Other programs and") != 1 {
		t.Errorf("the conditions are at %d, once: want them before the verdict, at %d", conditions, verdict)
	}
	for _, want := range []string{"<dt>projected</dt>", "<dt>work</dt>", "<dt>noise floor</dt>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page doesn't explain %s", want)
		}
	}
}
