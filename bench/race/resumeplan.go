package race

import (
	"errors"
	"fmt"
	"math"
	"time"

	"corerace/results"
)

// farFromTarget is how many times as long as its plan says a sample of a resumed record may take. A machine is slower
// on one day than on another, but no record that a run wrote is as far from its own target.
const farFromTarget = 20

// checkResumed reports what makes a record's plan one that can't be gone on with. A record comes from a file: whatever
// can be spelt may stand there.
func checkResumed(rec *results.Record) error {
	p := rec.Run.Plan
	switch {
	case len(p.Workers) == 0:
		return errors.New("the record's plan has no numbers of workers")
	case p.Rounds == 0 && p.Budget == 0:
		return errors.New("the record's plan has neither rounds nor a budget, so it has no end")
	}
	for _, s := range rec.All() {
		if s.Build != "" {
			return errors.New("the record compares two builds, and these can't be gone on with")
		}
	}
	var names []string
	for _, n := range p.Workers {
		names = append(names, fmt.Sprintf("%d workers", n))
	}
	for _, m := range p.Modes {
		names = append(names, "mode "+m.Name)
	}
	for _, w := range p.Workloads {
		names = append(names, "workload "+w.Name)
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return fmt.Errorf("the record's plan has %s twice", name)
		}
		seen[name] = true
	}
	return nil
}

// checkSizes reports passes and shares of a planned workload, in the modes of any baseline, that no run planned: there
// are none, or more than the target has room for. pass is how long a serial pass takes now.
func (r *Race) checkSizes(p results.PlannedWorkload, pass time.Duration) error {
	sizes := []results.PlannedBaseline{{Passes: p.Passes, Share: p.Share, Pass: max(p.Pass, pass)}}
	for _, b := range append(sizes, p.Baselines...) {
		if b.Passes < 1 || b.Share < 1 || b.Share > p.Size {
			return fmt.Errorf("workload %s: the record's plan has %d passes in shares of %d items", p.Name, b.Passes,
				b.Share)
		}
		serial := b.Pass.Seconds() * float64(b.Passes)
		most := math.Max(r.Plan.Target.Seconds()*float64(r.speed()), longestSerial.Seconds())
		if b.Passes > 1 && serial > farFromTarget*most {
			return fmt.Errorf("workload %s: the record's plan has %d passes, which take about %.3g s here; "+
				"its target is %v", p.Name, b.Passes, serial, r.Plan.Target)
		}
	}
	return nil
}
