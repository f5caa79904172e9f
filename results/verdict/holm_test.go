package verdict

import (
	"math/rand/v2"
	"strings"
	"testing"

	"corerace/results/stats"
)

// Nobody is shown an interval that leaves out 1 and told that two modes can't be told apart: where a verdict isn't
// decided for the sake of the others, its interval is the one that they leave it.
func TestAnIntervalThatIsShownSaysWhatTheVerdictSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 36))
	open := 0
	for range 200 {
		verdicts, logs := make([]Verdict, 1+rng.IntN(36)), [][]float64{}
		for i := range verdicts {
			values, shift := make([]float64, 6+rng.IntN(9)), rng.Float64()/6
			for j := range values {
				values[j] = shift + rng.NormFloat64()/10
			}
			ratio := stats.FromLogs(values)
			verdicts[i] = Verdict{Ratio: ratio, P: stats.RatioP(values, ratio)}
			logs = append(logs, values)
		}
		decide(verdicts, logs)
		for _, v := range verdicts {
			if v.Decided || v.Ratio.Lo <= 1 {
				if v.HolmLevel != 0 || v.RatioHolm.N != 0 {
					t.Errorf("one that needs none has an interval of its own: %+v", v)
				}
				continue
			}
			open++
			if v.RatioHolm.HasInterval() && (v.RatioHolm.Lo > 1 || v.RatioHolm.Confidence < v.HolmLevel) {
				t.Errorf("p is %v, adjusted %v: the interval %v of %v leaves out 1", v.P, v.HolmP, v.RatioHolm, v.HolmLevel)
			}
			if s := v.undecided("a", "b"); !strings.Contains(s, confidence(v.HolmLevel)) {
				t.Errorf("it isn't said what is asked for: %s", s)
			}
		}
	}
	if open < 100 {
		t.Errorf("only %d verdicts were open for the sake of others", open)
	}
}
