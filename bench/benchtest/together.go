package benchtest

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"corerace/bench/worker"
)

// How often a stretch is run at once: by so many goroutines, and for so long altogether, at least a number of times.
const (
	atOnce       = 4
	stretchTime  = 20 * time.Millisecond
	togetherTime = 100 * time.Millisecond
	fewestRounds = 5
)

// together checks that a Run reaches the same sum from several goroutines at once as from one. It takes as many of the
// first of n items as take some 20 ms.
func together(run func(lo, hi int) uint64, n int) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(atOnce, runtime.GOMAXPROCS(0))))
	hi, want, took, err := stretch(run, n)
	if err != nil {
		return err
	}
	if err := tooLong(took, hi, n); err != nil {
		return err
	}
	passes := max(1, int(stretchTime/4/max(took, 1)))
	start := time.Now()
	for i := 0; i < fewestRounds || time.Since(start) < togetherTime; i++ {
		if i > 0 && time.Since(start) > 10*togetherTime { // long items
			return nil
		}
		if err := atSameTime(run, hi, passes, want); err != nil {
			return err
		}
	}
	return nil
}

// mostPass is how long a pass may take altogether. go test has no time limit for benchmarks, so one with by far too many
// items would seem to hang.
const mostPass = time.Hour

// tooLong is an error where a pass of n items would take for ever, by the first hi of them.
func tooLong(took time.Duration, hi, n int) error {
	whole := float64(took) / float64(hi) * float64(n)
	if whole <= float64(mostPass) {
		return nil
	}
	return fmt.Errorf("a pass of %d items would take %.0f hours by the first %d of them: let it have fewer items", n,
		whole/float64(time.Hour), hi)
}

// stretch runs more and more of the first items by themselves, until that takes long enough or there are no more.
func stretch(run func(lo, hi int) uint64, n int) (hi int, sum uint64, took time.Duration, err error) {
	for hi = 1; ; hi += min(hi, n-hi) {
		start := time.Now()
		if sum, err = worker.RunShare(run, 0, hi); err != nil {
			return hi, 0, 0, err
		}
		if took = time.Since(start); took >= stretchTime/2 || hi == n {
			return hi, sum, took, nil
		}
	}
}

// atSameTime lets goroutines run the same items at once, some times, and compares every sum.
func atSameTime(run func(lo, hi int) uint64, hi, passes int, want uint64) error {
	var all sync.WaitGroup
	errs := make(chan error, atOnce)
	begin := make(chan struct{})
	for range atOnce {
		all.Go(func() {
			<-begin
			for range passes {
				sum, err := worker.RunShare(run, 0, hi)
				if err == nil && sum != want {
					err = fmt.Errorf("the items 0 to %d give %d when several goroutines run them at once, and %d when one "+
						"does: they share something that is written to, or an item hasn't the same value each time", hi-1, sum,
						want)
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	close(begin)
	all.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}
