package foreign

import (
	"slices"
	"testing"
)

// Before 1.5 a line doesn't say that it is an aggregate, and its name does.
func TestAggregatesOfOldReleasesAreNoTimes(t *testing.T) {
	got, _ := cellsIn(t, `{"context":{},"benchmarks":[{"name":"A","real_time":15,"time_unit":"us"},`+
		`{"name":"A","real_time":17,"time_unit":"us"},{"name":"A_mean","real_time":16,"time_unit":"us"},`+
		`{"name":"A_stddev","real_time":1,"time_unit":"us"},{"name":"A_BigO","cpu_coefficient":3},`+
		`{"name":"B_mean","real_time":18,"time_unit":"us"}]}`)
	if want := []string{"A | A ×1: 16, 2", "B | B ×1: 18, 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// An argument that says workers is the number of them, and another may be asked for.
func TestArgumentsMayBeWorkers(t *testing.T) {
	text := `{"context":{"library_version":"v1.9.1"},"benchmarks":[` +
		`{"name":"A/n:10/jobs:1/7","run_name":"A/n:10/jobs:1/7/real_time","real_time":15,"time_unit":"us"},` +
		`{"name":"A/n:10/jobs:2/7","run_name":"A/n:10/jobs:2/7/real_time","real_time":12,"time_unit":"us"}]}`
	f, err := parse([]byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := f.record(Options{WorkersFrom: "jobs"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := cellsOf(rec), []string{"A/n:10/7 | A ×1: 15, 1", "A/n:10/7 | A ×2: 12, 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
