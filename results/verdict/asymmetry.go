package verdict

import (
	"slices"
	"time"

	"corerace/results"
	"corerace/results/conditions"
)

// evenSpeeds is how slow the slowest core may be, over the fastest, for the cores to be taken as alike: the probe of
// one round is no finer.
const evenSpeeds = 0.95

// A speedTable holds how fast the allowed cores were. Cores differ: some processors have small ones, and a host may
// run one of two virtual cores at half speed for minutes. A baseline that runs on one core then swings with the core
// that it happens to run on, while a mode that uses all of them gets their mean. So speedups are taken against a
// baseline at the mean speed of the allowed cores.
type speedTable struct {
	cores   []int                  // ids
	byRound map[int][]float64      // relative speeds, in the order of cores
	slowest float64                // over the fastest, by the medians of the rounds; 1 where that isn't known
	own     *conditions.CoreStream // which core did our work
}

// newSpeedTable reads the speeds of a record. It is empty where the record has none or can't tell where work ran.
func newSpeedTable(rec *results.Record) *speedTable {
	t := &speedTable{byRound: map[int][]float64{}, slowest: 1}
	if len(rec.Run.Hosts) != 1 {
		return t
	}
	t.cores = rec.Run.Hosts[0].CoresAllowed
	for _, r := range rec.Rounds {
		if len(r.CoreSpeeds) != len(t.cores) || slices.Min(append([]float64{1}, r.CoreSpeeds...)) <= 0 {
			continue
		}
		t.byRound[r.Round] = r.CoreSpeeds
	}
	if len(t.byRound) == 0 {
		return t
	}
	t.slowest = 1 / conditions.Asymmetry(conditions.CoreSpeeds(rec))
	points := make([]results.Cores, 0, len(rec.Own))
	for _, o := range rec.Own {
		points = append(points, results.Cores{T: o.T, Busy: o.Own})
	}
	t.own = conditions.NewCoreStream(points)
	return t
}

// atMean returns samples of one worker as they would have been on a core of mean speed: their times × the speed of the
// cores that they ran on ÷ the mean speed. Where the cores are alike, or the record can't tell, they are as they are.
func (t *speedTable) atMean(samples []*results.Sample) []*results.Sample {
	if t.slowest >= evenSpeeds {
		return samples
	}
	out := make([]*results.Sample, len(samples))
	for i, s := range samples {
		out[i] = s
		if f := t.factor(s); f > 0 && s.Workers == 1 {
			c := *s
			c.Wall = scale(s.Wall, f)
			c.CPU = results.CPU{Parent: scale(s.CPU.Parent, f), Workers: scale(s.CPU.Workers, f),
				Helpers: scale(s.CPU.Helpers, f), HelpersUnknown: s.CPU.HelpersUnknown}
			if s.Pool != nil {
				c.Pool = &results.PoolTime{OnCPU: scale(s.Pool.OnCPU, f), Wait: s.Pool.Wait,
					Rest: scale(s.Pool.Rest, f)}
			}
			out[i] = &c
		}
	}
	return out
}

// factor is the speed of the cores that a sample ran on over the mean speed, 0 where that isn't known.
func (t *speedTable) factor(s *results.Sample) float64 {
	speeds := t.byRound[s.Round]
	used := t.own.During([]*results.Sample{s})
	var share, ran, mean float64
	for i, id := range t.cores {
		if id < 0 || id >= len(used) || i >= len(speeds) {
			return 0
		}
		share += used[id]
		ran += used[id] * speeds[i]
		mean += speeds[i] / float64(len(t.cores))
	}
	if share <= 0 || mean <= 0 {
		return 0
	}
	return ran / share / mean
}

func scale(d time.Duration, f float64) time.Duration { return time.Duration(float64(d) * f) }
