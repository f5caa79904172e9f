package against

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language"
	"corerace/bench/language/runtimes"
	"corerace/bench/testkit"
	"corerace/results"
)

var found = sync.OnceValue(func() *runtimes.Found {
	return runtimes.Find(context.Background(), language.All(), os.Getenv("PATH"))
})

// ofLanguages are the threads of every runtime here that can be looked at, or none.
func ofLanguages(t *testing.T) (all []*Subject) {
	t.Helper()
	for _, r := range found().Runtimes {
		if r.Lab == nil {
			if _, err := Of(r, allowed(t)); err == nil {
				t.Errorf("%s has no program, and no error", r)
			}
			continue
		}
		s, err := Of(r, allowed(t))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		testkit.Missing(t, "ruby", "no runtime with threads to look at is here")
	}
	return all
}

func TestThreadsOfEveryLanguageAreMeasured(t *testing.T) {
	for _, s := range ofLanguages(t) {
		t.Run(s.Name(), func(t *testing.T) {
			if strings.HasPrefix(s.Name(), "jython") || strings.HasPrefix(s.Name(), "jruby") {
				testkit.NeedsAll(t) // each program takes seconds to start
			}
			t.Parallel()
			for _, c := range lab.Cases(s) {
				if c.Spec.Threads > 2 || c.Spec.OneCore {
					continue
				}
				spec := c.Spec
				spec.For = 300 * time.Millisecond
				l, err := measured(t.Context(), s, c.Experiment, spec)
				sound(t, l, err)
				if l.Interval != s.interval() || l.Subject != s.Name() || l.Ticks != 0 {
					t.Errorf("%s, %s: %+v", s.Name(), c.Experiment, l)
				}
				switch {
				case c.Experiment == results.GILConvoy && l.RoundTrips == 0:
					t.Errorf("%s: no round trip beside %d threads", s.Name(), spec.Threads)
				case c.Experiment == results.GILSlices && l.Jain == 0:
					t.Errorf("%s: no thread has stamped the clock", s.Name())
				}
			}
			if _, err := s.Blocking(t.Context(), lab.Spec{Threads: 2}); err == nil {
				t.Error("calls that block are measured")
			}
		})
	}
}

// measured does an experiment that all hosts have.
func measured(ctx context.Context, s *Subject, experiment string, spec lab.Spec) (results.GIL, error) {
	switch experiment {
	case results.GILSlices:
		return s.Slices(ctx, spec)
	case results.GILSlowdown:
		return s.Slowdown(ctx, spec)
	}
	return s.Convoy(ctx, spec)
}
