package race

import (
	"fmt"
	"strings"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

func TestUnavailableWorkloadsAreNoted(t *testing.T) {
	e := &Experiment{Workloads: []*workloads.Workload{workloads.Wordcount(), jobs.Counting},
		Modes: []*mode.Mode{mode.Serial()}, Workers: []int{1}, Rounds: 1, unprobed: true}
	r, err := e.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Plan.Workloads) != 1 || !strings.Contains(fmt.Sprint(r.Plan.Notes),
		"workload wordcount isn't here: name a text with --file") {
		t.Errorf("the plan has %v, and notes %v", r.Plan.Workloads, r.Plan.Notes)
	}
	e.Workloads = e.Workloads[:1]
	_, err = e.Plan(t.Context())
	jobs.WantError(t, err, "nothing to race: .*name a text")
}
