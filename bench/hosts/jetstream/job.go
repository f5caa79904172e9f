package jetstream

import (
	"fmt"
	"time"

	"corerace/bench/child"
	"corerace/bench/hosts/tell"
	"corerace/bench/worker"
)

// plain makes a text from elsewhere fit for an error.
func plain(s string) string { return child.Plain(s) }

// A job is lots that are handed out, and what came back. Its methods are called from one goroutine.
type job struct {
	number uint64
	grid   worker.Grid
	lots   []worker.Lot
	sums   []uint64 // by lot
	by     []int    // place in the pool of who was first to answer, by lot; -1 is nobody yet
	left   int      // lots that have no answer
	seats  map[uint64]int
	rows   []tell.Row
	twice  int64
	again  []int // lots that were handed out more than once
}

// newJob cuts a job into lots.
func newJob(number uint64, g worker.Grid, lots []worker.Lot, workers int) *job {
	j := &job{number: number, grid: g, lots: lots, sums: make([]uint64, len(lots)), by: make([]int, len(lots)),
		left: len(lots), seats: map[uint64]int{}, rows: make([]tell.Row, workers)}
	for i := range j.by {
		j.by[i] = -1
	}
	return j
}

// sit says in which place of the pool a member is.
func (j *job) sit(m *member, place int) {
	j.seats[m.id] = place
	r := &j.rows[place]
	r.Host, r.PID = m.host(), m.hello.PID
}

// take takes an answer in. The first to a lot counts; another one is counted, and has to be the same. What isn't of this
// job is dropped.
func (j *job) take(a answer) error {
	if a.job != j.number {
		return nil
	}
	place, known := j.seats[a.member]
	if a.lot >= uint64(len(j.lots)) || a.Lot != j.lots[a.lot] || !known {
		return fmt.Errorf("somebody answers for %d shares from share %d on, which nobody was given", a.Count, a.First)
	}
	row := &j.rows[place]
	if a.failed != "" {
		return fmt.Errorf("worker %d%s, shares %d to %d: %s", place, at(row), a.First, a.First+a.Count-1, plain(a.failed))
	}
	if by := j.by[a.lot]; by >= 0 {
		j.twice++
		if j.sums[a.lot] != a.sum {
			return fmt.Errorf("shares %d to %d: the sum of worker %d%s is %d, that of worker %d%s is %d", a.First,
				a.First+a.Count-1, by, at(&j.rows[by]), j.sums[a.lot], place, at(row), a.sum)
		}
		return nil
	}
	if a.delivered > 1 {
		j.again = append(j.again, int(a.lot))
	}
	j.sums[a.lot], j.by[a.lot] = a.sum, place
	j.left--
	row.Sum += a.sum
	row.Shares += int64(a.Count)
	row.Lots++
	return nil
}

// at says where a worker is, where that isn't this machine.
func at(r *tell.Row) string {
	if r.Host == "" {
		return fmt.Sprintf(" (pid %d)", r.PID)
	}
	return fmt.Sprintf(" (host %s, pid %d)", r.Host, r.PID)
}

// done returns whether a lot has its answer.
func (j *job) done(lot int) bool { return j.by[lot] >= 0 }

// missing is the first lot without an answer.
func (j *job) missing() worker.Lot {
	for i, by := range j.by {
		if by < 0 {
			return j.lots[i]
		}
	}
	return worker.Lot{}
}

// most is the most shares in a lot.
func (j *job) most() (n uint64) {
	for _, l := range j.lots {
		n = max(n, l.Count)
	}
	return n
}

// sum is that of the whole job.
func (j *job) sum() (sum uint64) {
	for _, s := range j.sums {
		sum += s
	}
	return sum
}

// lookBack is how long a wrong sum is looked for.
const lookBack = 2 * time.Second

// wrong finds out whose sum makes that of the whole wrong: it runs lots here, for some time, and compares.
func (j *job) wrong(run func(lo, hi int) uint64) error {
	began := time.Now()
	for i, l := range j.lots {
		want, _, err := worker.Loop(l.Claims(), j.grid, run)
		if err != nil {
			return err
		}
		if want != j.sums[i] {
			return fmt.Errorf("worker %d%s answered a wrong sum: %d for shares %d to %d, which are %d on this machine",
				j.by[i], at(&j.rows[j.by[i]]), j.sums[i], l.First, l.First+l.Count-1, want)
		}
		if time.Since(began) > lookBack {
			break
		}
	}
	return fmt.Errorf("the sum is %d, and whose part of it is wrong wasn't found within %v", j.sum(), lookBack)
}
