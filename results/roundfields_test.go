package results

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestConditionsComeBackAndMissingOnesStayMissing(t *testing.T) {
	full := Round{Round: 1, Contention: new(0.25), PSISome: new(0.0), Throttled: new(7 * ms),
		InvolSwitches: new(int64(0)),
		MHz:           new(2400.5), Celsius: new(-3.0), CoreSpeeds: []float64{1, 0.5}}
	epoch := &Epoch{GapShare: 0.08, HiddenShare: 0.07, HiddenTogether: new(0.09), GapsPerSecond: 1700,
		RoundTrip: 240, Timer: 30}
	own := Own{T: time.Second, Own: []float64{1.01, 0}}
	var out bytes.Buffer
	w := NewWriter(&out)
	if err := errors.Join(w.Run(Run{Hosts: []Machine{{Epoch: epoch}, {}}}), w.Own(own), w.Round(full),
		w.Round(Round{Round: 2})); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	if !strings.Contains(lines[2], `"psi_some":0`) || strings.Contains(lines[3], "psi_some") {
		t.Errorf("a share of 0 must be told from a missing one:\n%s%s", lines[2], lines[3])
	}
	rec, err := Read(&out)
	if err != nil || rec.Skipped > 0 {
		t.Fatal(err, rec.Problems)
	}
	if got := rec.Run.Hosts; !reflect.DeepEqual(got[0].Epoch, epoch) || got[1].Epoch != nil {
		t.Errorf("hosts %+v", got)
	}
	if want := []Own{own}; !reflect.DeepEqual(rec.Own, want) {
		t.Errorf("own %v, want %v", rec.Own, want)
	}
	if want := []Round{full, {Round: 2}}; !reflect.DeepEqual(rec.Rounds, want) {
		t.Errorf("rounds %+v, want %+v", rec.Rounds, want)
	}
}
