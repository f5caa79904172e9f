package class

import (
	"cmp"
	"slices"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A Class is what a class predicted and measured.
type Class struct {
	Members   []*Member  // in the order of their names
	Questions []Question // by lesson, in the order in which they were first answered
	Faults    []Fault    // what was left out
}

// A Member is somebody of the class.
type Member struct {
	Name string // a pseudonym, or what was asked for in its place
	Runs []Run  // the oldest first
}

// A Run is what is drawn of a record.
type Run struct {
	Started    time.Time
	Machine    Machine
	Conditions conditions.Conditions
	Rounds     int
	Cells      []Cell // of a race; none of experiments of another kind
}

// A Machine is a kind of computer, as it says of itself.
type Machine struct {
	Model string // "" where it doesn't say
	Cores int    // that could be used; 0: unknown
	OS    string
}

// A Cell is the speedup of a mode over its baseline. Baselines themselves aren't there: theirs is 1.
type Cell struct {
	results.Cell
	Baseline string
	Speedup  stats.Estimate
}

// An Answer is what somebody answered.
type Answer struct {
	Member string // the name of who did; where several share a folder, with a number behind it
	results.Answer
	// Conditions are those under which it was measured what it is held against, as a verdict of results/conditions; ""
	// where nothing was.
	Conditions string
}

// A Question is one of a lesson, with the answers of the class.
type Question struct {
	Lesson, ID string
	Attempt    int    // 0 is the first time that it was asked
	Unit       string // of the numbers
	Answers    []Answer
}

// A Fault is a file that was left out.
type Fault struct {
	Member string // whose it was; "" where that isn't known
	Path   string
	Why    string
}

// Runs are all runs of the class, the order of its members.
func (c *Class) Runs() (all []Run) {
	for _, m := range c.Members {
		all = append(all, m.Runs...)
	}
	return all
}

// Workloads are those that anybody raced, the most often raced first.
func (c *Class) Workloads() (all []string) {
	raced := map[string]int{}
	for _, r := range c.Runs() {
		seen := map[string]bool{}
		for _, x := range r.Cells {
			if !seen[x.Workload] {
				seen[x.Workload] = true
				raced[x.Workload]++
			}
		}
	}
	for w := range raced {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(raced[b]-raced[a], cmp.Compare(a, b)) })
	return all
}
