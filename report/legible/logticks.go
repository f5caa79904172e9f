package legible

import "math"

// logSteps are the round numbers of a decade, from many to few; what is sparser leaves out whole decades.
var logSteps = [][]float64{{1, 1.2, 1.5, 2, 3, 4, 5, 6, 8}, {1, 1.5, 2, 3, 5}, {1, 2, 5}, {1, 3}, {1}}

// mostTicks is how many labels an axis has at most.
const mostTicks = 9

// LogTicks are round numbers from lo to hi, for a logarithmic axis: as many as are free of each other, by a function that
// says of two neighbours whether they are.
func LogTicks(lo, hi float64, free func(a, b float64) bool) (ticks []float64) {
	if !(lo > 0 && hi > lo && Finite(hi)) {
		return nil
	}
	for i := range len(logSteps) + 8 {
		every := max(1, i-len(logSteps)+2)
		ticks = ticksOf(lo, hi, logSteps[min(i, len(logSteps)-1)], every)
		ok := len(ticks) <= mostTicks
		for j := 1; j < len(ticks); j++ {
			ok = ok && free(ticks[j-1], ticks[j])
		}
		if ok {
			return ticks
		}
	}
	return ticks[:min(len(ticks), 1)]
}

// ticksOf are the steps of every so many decades.
func ticksOf(lo, hi float64, steps []float64, every int) (ticks []float64) {
	first := int(math.Floor(math.Log10(lo)))
	for n := first; math.Pow(10, float64(n)) <= hi; n++ {
		for _, m := range steps {
			if v := math.Pow(10, float64(n)) * m; v >= lo && v <= hi && (n-first)%every == 0 {
				ticks = append(ticks, v)
			}
		}
	}
	return ticks
}

// LogPlace is where x lies from lo to hi on a logarithmic axis, from 0 to 1.
func LogPlace(lo, hi, x float64) float64 { return math.Log(x/lo) / math.Log(hi/lo) }
