package figure

import (
	"strings"
	"testing"

	"corerace/report/internal/course"
)

// The headline says what the sentence below it says.
func TestHeadlineOfRoundsIsTheVerdict(t *testing.T) {
	d := course.Fixture(course.Small)
	v := &d.Summary.Verdicts[0]
	for _, c := range []struct {
		busy, decided, equivalent bool
		want                      string
	}{
		{busy: true, want: "inconclusive"},
		{decided: true, want: "goroutines beat processes by 2.0 %"},
		{equivalent: true, want: "are equal within 5 %"},
		{want: "too close to call"},
	} {
		v.Busy, v.Decided, v.Equivalent = c.busy, c.decided, c.equivalent
		if got := verdictTitle(d, v.Workload); !strings.Contains(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// The verb goes with the name of the mode, whatever the lead.
func TestHeadlinesAreGrammar(t *testing.T) {
	for _, c := range []struct {
		mode  string
		ratio float64
		want  string
	}{
		{"goroutines", 1.98, "are 1.98× as fast as serial"}, {"gil", 1.98, "is 1.98× as fast as serial"},
		{"processes", 1.12, "beat serial by 12 %"}, {"serial", 1.12, "beats serial by 12 %"},
		{"python-threads:python=3.11", 1.02, "beat serial by 2.0 %"}, {"processes-pipe", 1.02, "beats serial by 2.0 %"},
	} {
		if got := beats(c.mode, c.ratio, "serial"); got != c.want {
			t.Errorf("%s %s, %q expected", c.mode, got, c.want)
		}
	}
}
