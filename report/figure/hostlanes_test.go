package figure

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
)

// onHosts is a made-up run in which the workers of processes ran on hosts: lab-1 told what its three cores did, lab-2
// didn't.
func onHosts() *content.Document {
	d := course.Fixture(course.TwoCores)
	d.Record.Run.Joined = []results.Machine{{Label: "lab-1"}, {Label: "lab-2"}, {Label: "lab-3"}}
	for i := range d.Record.Samples {
		s := &d.Record.Samples[i]
		if s.Mode != "processes" || s.Workers != 2 {
			continue
		}
		s.PerWorker = []results.Worker{{Host: "lab-1"}, {Host: "lab-2"}}
		s.Tracks = []results.Track{{Host: "lab-1",
			Cores: []results.Cores{{T: 80 * time.Millisecond, Busy: []float64{1, 0, 0.5, 0}, Absent: []int{1}},
				{T: 160 * time.Millisecond, Busy: []float64{1, 0, 0.5, 0}, Absent: []int{1}}},
			Own: []results.Own{{T: 160 * time.Millisecond, Own: []float64{0.75, 0, 0, 0}}}}}
	}
	return d
}

func TestHostsAreDrawnCoreByCore(t *testing.T) {
	d := onHosts()
	f := figureNamed(t, d, "hosts-primes")
	for _, want := range []string{"lab-1 with 1 worker: 160 ms, 0.8 ours, 0.8 others'.",
		"lab-2 with 1 worker: ", "its cores couldn't be read"} {
		if !strings.Contains(f.Alt, want) {
			t.Errorf("%q isn't in %q", want, f.Alt)
		}
	}
	if strings.Contains(f.Alt, "lab-3") {
		t.Errorf("a host that no worker ran on is in %q", f.Alt)
	}
	rows := f.Data.Rows
	if len(rows) != 2 || strings.Join(rows[0], " ") != "lab-1 1 160 ms 75 % 25 % 0 % 50 % 0 % 0 %" ||
		!strings.HasSuffix(strings.Join(rows[1], " "), "– – – – – –") {
		t.Errorf("%q: %q", f.Data.Header, rows)
	}
	all, more := hostLanes(d, "primes", middleRound(d))
	// The first point lasts from the beginning: the lane has no hole at its left.
	if len(all) != 2 || more != 0 || all[0].heat.steps[0][0] == noHeat || len(all[0].heat.steps) != 3 {
		t.Errorf("%+v", all)
	}
	var out bytes.Buffer
	if err := f.SVG(&out, chart.Light); err != nil {
		t.Error(err)
	}
	if _, err := f.Inline(); err != nil {
		t.Error(err)
	}
}

func TestMoreHostsThanCanBeDrawnAreCounted(t *testing.T) {
	d := onHosts()
	d.Record.Run.Joined = nil
	var workers []results.Worker
	for i := range maxHostLanes + 3 {
		label := "lab-" + string(rune('a'+i))
		d.Record.Run.Joined = append(d.Record.Run.Joined, results.Machine{Label: label})
		workers = append(workers, results.Worker{Host: label})
	}
	for i := range d.Record.Samples {
		if s := &d.Record.Samples[i]; len(s.Tracks) > 0 {
			s.PerWorker, s.Tracks[0].Host = workers, "lab-a"
		}
	}
	if f := figureNamed(t, d, "hosts-primes"); len(f.Data.Rows) != maxHostLanes || !strings.Contains(f.Alt, "3 hosts more") {
		t.Errorf("%d rows, %q", len(f.Data.Rows), f.Alt)
	}
}

// A record of an older build has none of it.
func TestHostsThatToldNothingAreNotDrawn(t *testing.T) {
	d := onHosts()
	for i := range d.Record.Samples {
		d.Record.Samples[i].Tracks = nil
	}
	for _, f := range Figures(d) {
		if strings.HasPrefix(f.Name, "hosts-") {
			t.Errorf("%s: %s", f.Name, f.Alt)
		}
	}
}
