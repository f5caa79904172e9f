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
		{decided: true, want: "beats"},
		{equivalent: true, want: "are equal within 5 %"},
		{want: "too close to call"},
	} {
		v.Busy, v.Decided, v.Equivalent = c.busy, c.decided, c.equivalent
		if got := verdictTitle(d, v.Workload); !strings.Contains(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
