package report

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/report/internal/course"
	"corerace/results"
)

func TestTheSumOfTheCSVIsText(t *testing.T) {
	d := course.Fixture(course.Small)
	for i := range d.Record.Samples {
		d.Record.Samples[i].Sum = "18446744073709551615"
	}
	rows := strings.Split(strings.TrimSpace(string(render(t, d, "csv")[0].Data)), "\r\n")
	place := slices.Index(strings.Split(rows[0], ","), "sum")
	for _, row := range rows[1:] {
		if got := strings.Split(row, ",")[place]; got != `"18446744073709551615"` {
			t.Fatalf("the sum is %s", got)
		}
	}
}

// benchstat takes the first column for what the others are compared with.
func TestEveryRowOfTheBenchmarkLinesHasItsBaseFirst(t *testing.T) {
	seen := map[string]bool{}
	line := regexp.MustCompile(`^BenchmarkRace/(workload=[^/]+)/(mode=\S+/workers=\d+)-\d+ 1 .*? ([\d.]+) speedup`)
	for l := range strings.Lines(string(render(t, told(), "bench")[0].Data)) {
		m := line.FindStringSubmatch(l)
		if m == nil || seen[m[1]] {
			continue
		}
		if seen[m[1]] = true; m[2] != "mode=serial/workers=1" || m[3] != "1.000000" {
			t.Errorf("%s begins with %s, whose speedup is %s", m[1], m[2], m[3])
		}
	}
	if len(seen) != 2 {
		t.Errorf("%d workloads, want 2", len(seen))
	}
}

func TestTheBenchmarkLinesTellTheSystem(t *testing.T) {
	for _, c := range []struct {
		m    results.Machine
		want string
	}{
		{results.Machine{GOOS: "illumos", OS: "OmniOS"}, "illumos"},
		{results.Machine{OS: "Alpine Linux 3.22", Kernel: "6.12"}, "linux"},
		{results.Machine{OS: "arch rolling", Kernel: "6.18.2-1"}, "linux"},
		{results.Machine{OS: "darwin 15.1"}, "darwin"},
		{results.Machine{OS: "Microsoft Windows 11 Pro"}, "windows"},
		{results.Machine{OS: "TempleOS"}, ""},
	} {
		d := course.Fixture(course.Small)
		d.Record.Run.Hosts[0] = c.m
		text := string(render(t, d, "bench")[0].Data)
		if has := strings.HasPrefix(text, "goos: "); has != (c.want != "") || has && !strings.HasPrefix(text, "goos: "+c.want+"\n") {
			t.Errorf("%+v: %.30q, want goos %q", c.m, text, c.want)
		}
	}
}

// A tracedEvent is what a viewer reads of an event of Chrome's trace format.
type tracedEvent struct {
	Name, Ph string
	Pid, Tid *int
	Ts, Dur  *float64
	Args     map[string]any
}

type track struct{ pid, tid int }

// Perfetto shows the complete events of a track that lie within each other or apart; of others it leaves one out.
func TestATraceIsReadBackAsAViewerDoes(t *testing.T) {
	var trace struct{ TraceEvents []tracedEvent }
	if err := json.Unmarshal(render(t, told(), "trace")[0].Data, &trace); err != nil {
		t.Fatal(err)
	}
	groups, named, tracks := map[int]bool{}, map[track]bool{}, map[track][]tracedEvent{}
	counters := 0
	for _, e := range trace.TraceEvents {
		if e.Name == "" || e.Pid == nil || e.Tid == nil || e.Ts == nil || *e.Ts < 0 {
			t.Fatalf("%+v lacks what every event has", e)
		}
		at := track{*e.Pid, *e.Tid}
		switch e.Ph {
		case "M":
			if name, ok := e.Args["name"].(string); !ok || name == "" {
				t.Errorf("%s gives no name", e.Name)
			}
			groups[at.pid], named[at] = groups[at.pid] || e.Name == "process_name", named[at] || e.Name == "thread_name"
		case "X":
			if e.Dur == nil || *e.Dur < 0 {
				t.Fatalf("%s is complete and has no length", e.Name)
			}
			tracks[at] = append(tracks[at], e)
		case "C":
			if busy, ok := e.Args["busy"].(float64); !ok || busy < 0 || busy > 1 {
				t.Errorf("%s counts %v", e.Name, e.Args)
			}
			counters++
		default:
			t.Errorf("%s is an event of kind %q", e.Name, e.Ph)
		}
	}
	if len(tracks) < 4 || counters == 0 {
		t.Fatalf("%d tracks and %d counts", len(tracks), counters)
	}
	for at, events := range tracks {
		if !groups[at.pid] || !named[at] {
			t.Errorf("track %v has no name", at)
		}
		checkNested(t, at, events)
	}
}

// checkNested reports events of a track that overlap without lying within each other.
func checkNested(t *testing.T, at track, events []tracedEvent) {
	const rounding = 0.002 // µs
	slices.SortStableFunc(events, func(a, b tracedEvent) int {
		if *a.Ts != *b.Ts {
			return int(max(-1, min(1, (*a.Ts-*b.Ts)*1e6)))
		}
		return 0
	})
	var open []float64 // ends
	for _, e := range events {
		for len(open) > 0 && open[len(open)-1] <= *e.Ts+rounding {
			open = open[:len(open)-1]
		}
		if end := *e.Ts + *e.Dur; len(open) > 0 && end > open[len(open)-1]+rounding {
			t.Errorf("track %v: %s ends at %v µs, after what it lies in, %v", at, e.Name, end, open[len(open)-1])
			return
		}
		open = append(open, *e.Ts+*e.Dur)
	}
}
