package figure

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/report/internal/course"
	"corerace/report/scene"
	"corerace/results"
)

func TestOursAndOthersAreAddedUpToBusy(t *testing.T) {
	busy := []scene.Span{{From: 0, To: 100 * ms, Busy: []float64{1, 0.4}},
		{From: 100 * ms, To: 200 * ms, Busy: []float64{0.5, 0.5}},
		{From: 200 * ms, To: 300 * ms, Busy: []float64{1, 1}}}
	own := []scene.Span{{From: 0, To: 50 * ms, Busy: []float64{0.2, 0.4}},
		{From: 50 * ms, To: 100 * ms, Busy: []float64{0.6, 0.6}},
		{From: 100 * ms, To: 200 * ms, Busy: []float64{0, 0.5}}}
	ours, others := apart(busy, own)
	if len(ours) != 3 || len(others) != 2 {
		t.Fatalf("%d stretches of ours and %d of others, want 3 and 2: the last isn't told", len(ours), len(others))
	}
	want := [][]float64{{0.6, 0}, {0.5, 0}} // core 1 of the first was ours by more than it was busy
	for i, s := range others {
		for core, got := range s.Busy {
			if math.Abs(got-want[i][core]) > 1e-9 {
				t.Errorf("others used %.2f of core %d in stretch %d, want %.2f", got, core, i, want[i][core])
			}
		}
	}
}

func TestHeatMapsKeepOursAndOthersApart(t *testing.T) {
	d := course.Fixture(course.Small)
	course.AddOwn(d, 0.25)
	lanes := figureNamed(t, d, "cores-mandelbrot")
	if head := lanes.Data.Header; !slices.Contains(head, "core 0 ours") || !slices.Contains(head, "others'") ||
		len(head) != 7 {
		t.Errorf("the heads of the data are %q", head)
	}
	row := lanes.Data.Rows[0]
	if row[3] != "25 %" && row[3] != "24 %" || row[4] != "75 %" && row[4] != "74 %" && row[4] != "73 %" {
		t.Errorf("the baseline's row is %q, want a quarter ours", row)
	}
	if !strings.Contains(lanes.Alt, "ours, 0.") {
		t.Errorf("the picture in words doesn't tell ours and others apart: %s", lanes.Alt)
	}
	for _, f := range drawn(t, d) {
		if svg := string(f.Data); strings.HasPrefix(f.Name, "cores") &&
			(!strings.Contains(svg, "counted by the kernel for this program") ||
				!strings.Contains(svg, ">other programs</text>")) {
			t.Errorf("%s doesn't say what is ours and by which clock", f.Name)
		}
	}
}

func TestARecordWithoutOwnUseIsDrawnAsBefore(t *testing.T) {
	d := course.Fixture(course.Small)
	before := drawn(t, d)
	d.Record.Own = []results.Own{}
	for i, f := range drawn(t, d) {
		if string(f.Data) != string(before[i].Data) || strings.Contains(string(f.Data), ">other programs</text>") {
			t.Errorf("%s is drawn otherwise", f.Name)
		}
	}
}

func TestOwnUseOfAnotherShapeIsDrawn(t *testing.T) {
	for what, own := range map[string][]results.Own{
		"no cores":  {{T: ms}, {T: time.Hour}},
		"too many":  {{T: ms, Own: make([]float64, 4096)}, {T: time.Hour, Own: make([]float64, 4096)}},
		"one point": {{T: ms, Own: []float64{1}}},
		"no number": {{T: ms, Own: []float64{1}}, {T: time.Hour, Own: []float64{math.NaN(), math.Inf(1)}}},
		"backwards": {{T: time.Hour, Own: []float64{1}}, {T: ms, Own: []float64{1}}},
	} {
		d := course.Fixture(course.Small)
		d.Record.Own = own
		for _, f := range drawn(t, d) {
			if strings.Contains(string(f.Data), "NaN") {
				t.Errorf("%s: %s has a coordinate that isn't a number", what, f.Name)
			}
		}
	}
	many := course.Small
	many.Cores, many.Rounds = 4096, 1
	d := course.Fixture(many)
	course.AddOwn(d, 0.5)
	for _, f := range drawn(t, d) {
		if len(f.Data) > 1<<20 {
			t.Errorf("%s of 4096 cores has %d bytes", f.Name, len(f.Data))
		}
	}
}
