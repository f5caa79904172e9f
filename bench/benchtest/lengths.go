package benchtest

import (
	"fmt"
	"time"

	"corerace/workloads"
)

// Lengths that are fair to every mode. A pass is handed to the workers and taken back, which costs some 20 µs in
// processes, and a lock is passed on between items.
const (
	shortestPass = time.Millisecond
	longestPass  = 20 * time.Millisecond
	longestItem  = 50 * time.Microsecond
)

// lengthRemarks say what lengths of a workload aren't fair, by more than a factor, where its serial pass takes pass.
func lengthRemarks(w *workloads.Workload, pass time.Duration, factor float64) (remarks []string) {
	over := func(d, most time.Duration) bool { return float64(d) > factor*float64(most) }
	if over(shortestPass, pass) {
		remarks = append(remarks, fmt.Sprintf("a pass of %s takes %v, which is too short: what it costs to hand it to the "+
			"workers counts, so it should take %v to %v; let it have more items", w.Name, pass, shortestPass, longestPass))
	}
	if item := pass / time.Duration(w.Size); !w.Blocks() && over(item, longestItem) {
		remarks = append(remarks, fmt.Sprintf("an item of %s takes %v, which is too long: a lock is passed on between "+
			"items, and the last to finish keeps the others waiting, so it should take at most %v", w.Name, item,
			longestItem))
	}
	return remarks
}
