package content

import (
	"math"
	"strconv"
	"time"

	"corerace/report/legible"
)

// CallHead is the head of the column of times where another tool measured them: they are those of a call, as its own
// file has them.
const CallHead = "a call"

// calls are how many calls of an imported workload its samples are told as, which is 1 for all that isn't very short.
func (d *Document) calls(workload string) int {
	for _, w := range d.Record.Run.Plan.Workloads {
		if w.Name == workload {
			return max(1, w.Passes)
		}
	}
	return 1
}

// CallLength is the time of a call for people, of a time of so many calls. It may be far below a nanosecond, where the
// compiler has left little of the call.
func CallLength(d time.Duration, calls int) string {
	ns := float64(d) / float64(max(1, calls))
	switch {
	case d <= 0:
		return "–"
	case ns < 1:
		return strconv.FormatFloat(ns, 'g', 2, 64) + " ns"
	case ns < 999.5:
		return legible.ThreeFigures(ns) + " ns"
	}
	return legible.Length(time.Duration(math.Round(ns)))
}
