package against

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language/python"
	"corerace/bench/language/speak"
	"corerace/bench/machine"
	"corerace/bench/testkit"
	"corerace/bench/testkit/pythons"
	"corerace/bench/testkit/quiet"
	"corerace/results"
)

// allowed are the cores that the tests may use.
func allowed(t *testing.T) []int { return machine.Facts(t.Context()).CoresAllowed }

// subject returns the newest interpreter with a rule, or skips the test.
func subject(t *testing.T, rule lab.Rule, kind python.Kind) *Subject {
	t.Helper()
	for _, in := range pythons.All(t) {
		s, err := New(in, kind, allowed(t))
		if err == nil && s.Rule() == rule {
			return s
		}
	}
	t.Skipf("no python with the rule %s and %s", rule, kind)
	return nil
}

// subjects returns the newest interpreter of each of the two locks.
func subjects(t *testing.T) (all []*Subject) {
	t.Helper()
	seen := map[lab.Rule]bool{}
	for _, in := range pythons.All(t) {
		s, err := New(in, python.Threads, allowed(t))
		if err == nil && !seen[s.Rule()] {
			seen[s.Rule()] = true
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		t.Fatal("of the interpreters that are here none can be measured")
	}
	return all
}

func sound(t *testing.T, l results.GIL, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var w strings.Builder
	if err := results.NewWriter(&w).GIL(l); err != nil {
		t.Errorf("the writer refuses %+v: %v", l, err)
	}
	if l.Wall <= 0 {
		t.Errorf("a wall time of %v", l.Wall)
	}
}

func TestSlicesFollowTheInterval(t *testing.T) {
	s := subject(t, lab.Interval, python.Threads)
	during := time.Duration(testkit.Times(250, 400)) * time.Millisecond
	for _, interval := range []time.Duration{2 * time.Millisecond, 0, 20 * time.Millisecond} {
		quiet.Retry(t, func() string {
			l, err := s.Slices(t.Context(), lab.Spec{Threads: 2, Interval: interval, For: during})
			sound(t, l, err)
			return besideTheInterval(l, cmp.Or(interval, 5*time.Millisecond))
		})
	}
}

// besideTheInterval is how slices don't follow an interval, or "". On a busy machine a slice may be longer, and now and
// then a thread lets go by itself, but never at the median of many.
func besideTheInterval(l results.GIL, interval time.Duration) string {
	switch most := int64(l.Wall/l.Interval) + 10; {
	case l.Interval != interval:
		return fmt.Sprintf("the line says %v, %v expected", l.Interval, interval)
	case l.Slices == nil || l.Slices.P50 < l.Interval:
		return fmt.Sprintf("slices at an interval of %v: %+v", l.Interval, l.Slices)
	case l.Switches < 3 || l.Switches > most:
		return fmt.Sprintf("%d switches in %v at an interval of %v, 3 to %d expected", l.Switches, l.Wall, l.Interval, most)
	case l.Jain <= 0.5 || l.HandOver.N != l.Slices.N:
		return fmt.Sprintf("a fairness of %g, %d hand-overs for %d slices", l.Jain, l.HandOver.N, l.Slices.N)
	}
	return ""
}

func TestTicksSwitchFarMoreOften(t *testing.T) {
	s := subject(t, lab.Ticks, python.Threads)
	quiet.Retry(t, func() string {
		often, err := s.Slices(t.Context(), lab.Spec{Threads: 2, For: 300 * time.Millisecond})
		sound(t, often, err)
		rarely, err := s.Slices(t.Context(), lab.Spec{Threads: 2, Ticks: 100_000, For: 300 * time.Millisecond})
		sound(t, rarely, err)
		if often.Ticks == 100 && rarely.Ticks == 100_000 && often.Switches > 10*rarely.Switches {
			return ""
		}
		return fmt.Sprintf("%d switches at %d ticks, %d at %d", often.Switches, often.Ticks, rarely.Switches,
			rarely.Ticks)
	})
}

func TestSlowdownIsAgainstOneThread(t *testing.T) {
	if !speak.CanBind {
		t.Skip("programs can't be bound to a core here")
	}
	for _, s := range subjects(t) {
		l, err := s.Slowdown(t.Context(), lab.Spec{Threads: 2, OneCore: true, For: 100 * time.Millisecond})
		sound(t, l, err)
		if l.SerialWall <= 0 || l.SerialCPU <= 0 || l.CPU <= 0 || l.Cores != 1 {
			t.Errorf("%s: %+v", s.Name(), l)
		}
		// One core does no more in the wall time than there is of it.
		if l.CPU > l.Wall+l.Wall/10+10*time.Millisecond {
			t.Errorf("%s: %v of CPU time in %v on one core", s.Name(), l.CPU, l.Wall)
		}
	}
}

func TestWorkersOfEveryKindCountDown(t *testing.T) {
	for _, kind := range []python.Kind{python.Processes, python.Interpreters} {
		t.Run(string(kind), func(t *testing.T) {
			s := subject(t, lab.Free, kind)
			l, err := s.Slowdown(t.Context(), lab.Spec{Threads: 2, For: 100 * time.Millisecond})
			sound(t, l, err)
			if l.CPU < l.SerialCPU/2 {
				t.Errorf("%s: %v of CPU time, %v on one worker: the work isn't counted", s.Name(), l.CPU, l.SerialCPU)
			}
			if _, err := s.Slices(t.Context(), lab.Spec{Threads: 2, For: time.Millisecond}); err == nil {
				t.Error("workers without a common lock have slices")
			}
		})
	}
}

func TestConvoyFollowsTheInterval(t *testing.T) {
	s := subject(t, lab.Interval, python.Threads)
	quiet.Retry(t, func() string {
		alone, err := s.Convoy(t.Context(), lab.Spec{For: 200 * time.Millisecond})
		sound(t, alone, err)
		beside, err := s.Convoy(t.Context(), lab.Spec{Threads: 1, For: 300 * time.Millisecond})
		sound(t, beside, err)
		if beside.Latency.P50 >= beside.Interval && alone.RoundTrips >= 10*beside.RoundTrips {
			return ""
		}
		return fmt.Sprintf("%d round trips alone and %d beside a thread that computes, median %v", alone.RoundTrips,
			beside.RoundTrips, beside.Latency.P50)
	})
}

func TestCallsThatKeepTheLockDontOverlap(t *testing.T) {
	for _, s := range subjects(t) {
		for _, release := range []bool{true, false} {
			quiet.Retry(t, func() string {
				l, err := s.Blocking(t.Context(), lab.Spec{Threads: 2, For: 300 * time.Millisecond, Release: release})
				sound(t, l, err)
				if overlap := l.Wall < l.SerialWall*3/4; overlap == release && l.Released == release {
					return ""
				}
				return fmt.Sprintf("%s: released %v, %v together and %v one after the other", s.Name(), release, l.Wall,
					l.SerialWall)
			})
		}
	}
}

func TestUpdatesAreCounted(t *testing.T) {
	for _, s := range subjects(t) {
		for _, call := range []bool{false, true} {
			l, err := s.Updates(t.Context(), lab.Spec{Threads: 2, For: 100 * time.Millisecond}, call)
			sound(t, l, err)
			if (l.Overlap >= l.Wall/2) != (l.Error == "") {
				t.Errorf("%s: its threads overlapped for %v of %v, and the line says %q", s.Name(), l.Overlap, l.Wall,
					l.Error)
			}
			if l.Called != call || l.Updates <= 0 || l.LostUpdates > l.Updates {
				t.Errorf("%s: %+v", s.Name(), l)
			}
			// From 3.10 to 3.13 the interpreter looks at its flag only at calls and backward jumps.
			if in := s.host.(interpreter).in; !call && in.AtLeast(3, 10) && !in.AtLeast(3, 14) && l.LostUpdates != 0 {
				t.Errorf("%s lost %d of %d", s.Name(), l.LostUpdates, l.Updates)
			}
		}
	}
}

func TestWhatAProgramSaysIsntTrusted(t *testing.T) {
	for _, line := range []string{"ran 1 2", "ran 1 2 -3", "ran 1 2 99999999999999999999", "walked 1 2 3", "ran 1 2 x",
		""} {
		x, err := python.Start(t.Context(), pythons.All(t)[0],
			python.Program{Source: "import os\nos.write(1, b'" + line + "\\n')\n"})
		if err != nil {
			t.Fatal(err)
		}
		s := &session{Process: x, limit: time.Minute}
		if r := s.ran(); s.err == nil {
			t.Errorf("%q is taken as %+v", line, r)
		}
		x.Close()
	}
}

func FuzzSessions(f *testing.F) {
	f.Add([]byte("slices 1 2 3"))
	f.Add([]byte("slices-end 3"))
	f.Add([]byte("port 65536"))
	f.Fuzz(func(t *testing.T, b []byte) {
		word, numbers, err := parse(b)
		if err != nil {
			return
		}
		if word == "" || len(numbers) > mostNumbers {
			t.Errorf("%q is %q with %d numbers", b, word, len(numbers))
		}
		for _, n := range numbers {
			if n < 0 || n > int64(longest) {
				t.Errorf("%q has %d", b, n)
			}
		}
	})
}
