package verdict

import (
	"cmp"
	"fmt"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// clockSteps is how many steps of the clock long a sample must be: its time is known to 2 % then.
const clockSteps = 50

// clockWarning says that the clock was too coarse for the shortest sample.
func clockWarning(rec *results.Record) []string {
	step := rec.Run.Plan.ClockStep
	for _, m := range rec.Run.Hosts {
		if m.Epoch != nil {
			step = cmp.Or(step, m.Epoch.Timer)
		}
	}
	var shortest time.Duration
	for _, s := range rec.Briefs() {
		if s.Error == "" && s.Wall > 0 && (shortest == 0 || s.Wall < shortest) {
			shortest = s.Wall
		}
	}
	if shortest == 0 || shortest >= clockSteps*step {
		return nil
	}
	return []string{fmt.Sprintf("the clock is coarse: it steps by %v, and the shortest sample took %v, so its time "+
		"is known "+
		"to %s %% only; a longer --target helps", step, shortest.Round(time.Microsecond),
		stats.Digits(100*min(1, float64(step)/float64(shortest)), 2))}
}
