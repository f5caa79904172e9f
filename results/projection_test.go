package results

import (
	"testing"
	"time"
)

func TestIdleWall(t *testing.T) {
	for _, c := range []struct {
		what string
		s    Sample
		want time.Duration
	}{
		{"one foreign spinner takes half of one of two cores",
			Sample{PerWorker: []Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 200 * ms}}}, 150 * ms},
		{"one foreign spinner, and parts that were set beforehand: nobody takes over what the other is late with",
			Sample{Claim: ClaimStatic, PerWorker: []Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 200 * ms}}}, 200 * ms},
		{"nothing was in the way",
			Sample{PerWorker: []Worker{{OnCPU: 100 * ms}, {OnCPU: 100 * ms}}}, 100 * ms},
		{"workers that block need that time on an idle machine too",
			Sample{PerWorker: []Worker{{OnCPU: 10 * ms, Blocked: 90 * ms}, {OnCPU: 10 * ms, Blocked: 90 * ms}}}, 100 * ms},
		{"four workers on two cores wait for each other",
			Sample{PerWorker: []Worker{{OnCPU: 50 * ms, Wait: 50 * ms}, {OnCPU: 50 * ms, Wait: 50 * ms},
				{OnCPU: 50 * ms, Wait: 50 * ms}, {OnCPU: 50 * ms, Wait: 50 * ms}}}, 100 * ms},
		{"workers behind a lock are blocked by each other",
			Sample{Lock: &Lock{}, PerWorker: []Worker{{OnCPU: 100 * ms, Blocked: 100 * ms}, {OnCPU: 100 * ms, Blocked: 100 * ms}}}, 200 * ms},
		{"two goroutines whose threads waited",
			Sample{GOMAXPROCS: 2, PerWorker: make([]Worker, 2), Pool: &PoolTime{OnCPU: 200 * ms, Wait: 100 * ms}}, 100 * ms},
		{"seven goroutines on two threads",
			Sample{GOMAXPROCS: 2, PerWorker: make([]Worker, 7), Pool: &PoolTime{OnCPU: 200 * ms}}, 100 * ms},
		{"goroutines that take turns",
			Sample{GOMAXPROCS: 1, PerWorker: make([]Worker, 2), Pool: &PoolTime{OnCPU: 200 * ms, Wait: 50 * ms}}, 200 * ms},
		{"goroutines behind a lock",
			Sample{GOMAXPROCS: 1, Lock: &Lock{}, PerWorker: make([]Worker, 2), Pool: &PoolTime{OnCPU: 200 * ms, Rest: 20 * ms}}, 200 * ms},
	} {
		got, ok := c.s.idleWall(2)
		if !ok || got != c.want {
			t.Errorf("%s: %v, %v; want %v", c.what, got, ok, c.want)
		}
	}
}

func TestSamplesThatDoNotTellAreNotProjected(t *testing.T) {
	for _, s := range []Sample{
		{},
		{PerWorker: []Worker{{User: 100 * ms}}},
		{PerWorker: []Worker{{OnCPU: 100 * ms}, {User: 100 * ms}}},
	} {
		if got, ok := s.idleWall(2); ok {
			t.Errorf("%+v is projected to %v", s, got)
		}
	}
}
