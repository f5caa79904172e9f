package shared

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/workloads"
)

func modes() []*mode.Mode {
	return []*mode.Mode{OwnCounters(), Neighbours(), OneAtomic(), OneMutex()}
}

func TestEveryAdditionIsCounted(t *testing.T) {
	w := Additions()
	if w.Run(0, w.Size) != w.Sum {
		t.Fatal("the workload doesn't have its own sum")
	}
	for _, m := range modes() {
		for _, n := range []int{2, 11} {
			k, err := race.Keep(t.Context(), m, w, n, 5*time.Millisecond, 5*time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // the counters of a pool go on from job to job
				if o, err := k.Run(t.Context(), 1); err != nil || o.Sum != w.Sum {
					t.Errorf("%s ×%d: %v, sum %d", m, n, err, o.Sum)
				}
			}
			k.Close()
		}
	}
}

func TestALostAdditionIsAnError(t *testing.T) {
	s := &shop{counters: counters{total: func() uint64 { return 9 }}, workers: 2}
	if err := s.close(5); err != nil {
		t.Error("judged before all are done:", err)
	}
	if err := s.close(5); err == nil || !strings.Contains(err.Error(), "hold 9, 10 were added") {
		t.Error(err)
	}
}

func TestCountersSuitNothingElse(t *testing.T) {
	for _, m := range modes() {
		if m.Fits(mode.Spec{Workload: workloads.Primes()}) == nil || m.Fits(mode.Spec{Workload: Additions()}) != nil {
			t.Errorf("%s fits what it doesn't count", m)
		}
	}
}

func TestTheSerialPartIsDoneByTheFirst(t *testing.T) {
	w := workloads.Primes()
	for _, spelling := range []string{"serial-part", "serial-part:percent=50", "serial-part:percent=99"} {
		m, err := mode.FindMode([]*mode.Mode{SerialPart()}, spelling)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{1, 3} {
			k, err := race.Keep(t.Context(), m, w, n, 5*time.Millisecond, 5*time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			o, err := k.Run(t.Context(), 4)
			if err != nil || o.Sum != 4*w.Sum {
				t.Fatalf("%s ×%d: %v", m, n, err)
			}
			var all int64
			for _, p := range o.PerWorker {
				all += p.Shares
			}
			percent, err := strconv.ParseInt(m.Value("percent"), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			if first := o.PerWorker[0].Shares; first < all*percent/100 {
				t.Errorf("%s ×%d: the first did %d of %d shares", m, n, first, all)
			}
			k.Close()
		}
	}
}
