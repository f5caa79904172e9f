package race

import (
	"slices"
	"time"

	"corerace/results/verdict"
)

// fit drops workloads from the end until the warm-up and the rounds that an interval needs fit into the budget.
func (r *Race) fit() {
	for {
		r.expect()
		rounds := MinRounds
		if r.exp.Rounds > 0 {
			rounds = min(rounds, r.exp.Rounds)
		}
		left := r.left()
		if r.exp.Budget == 0 || r.RoundTime*time.Duration(rounds+1) <= left {
			return
		}
		if len(r.Plan.Workloads) == 1 {
			r.note("the budget of %v is short: about %s, and an interval needs %d",
				r.exp.Budget, verdict.Plural(max(1, int(left/r.RoundTime)-1), "round"), MinRounds)
			return
		}
		dropped := r.drop()
		r.note("workload %s was dropped: %d rounds with it don't fit into the budget of %v", dropped, rounds,
			r.exp.Budget)
		i := len(r.Plan.Workloads) - 1
		r.Plan.Workloads = r.Plan.Workloads[:i]
	}
}

// expect adds up how long a round will take.
func (r *Race) expect() {
	r.RoundTime = 0
	for _, d := range r.estimates {
		r.RoundTime += d
	}
}

// drop takes the last workload out of the coming rounds.
func (r *Race) drop() (name string) {
	name = r.cells[len(r.cells)-1].workload()
	delete(r.estimates, name)
	r.cells = slices.DeleteFunc(r.cells, func(c cell) bool { return c.workload() == name })
	return name
}

// left is how much of the budget is left for rounds.
func (r *Race) left() time.Duration { return r.exp.Budget - r.exp.Reserve - time.Since(r.began) }

// Cells returns how many cells a round has.
func (r *Race) Cells() int { return len(r.cells) }

// Rounds returns about how many rounds there will be when all is done, without the warm-up.
func (r *Race) Rounds() int { return r.fitting(r.done + max(1, int(r.left()/max(r.RoundTime, 1)))) }

// RoundsAfter is Rounds where so many are done, with the warm-up, and the longest of those took so long: a round that
// might take that long and hasn't the time isn't begun.
func (r *Race) RoundsAfter(done int, longest time.Duration) int {
	return r.fitting(done + max(0, int(r.left()/max(longest, 1))))
}

// fitting is how many rounds there will be, without the warm-up, where the budget has time for so many with it.
func (r *Race) fitting(budgeted int) int {
	switch {
	case r.exp.Budget == 0:
		return r.exp.Rounds
	case r.exp.Rounds == 0:
		return max(1, budgeted-1)
	}
	return max(1, min(r.exp.Rounds, budgeted-1))
}

// Done returns how many rounds a resumed record has already, with the warm-up.
func (r *Race) Done() int { return r.done }
