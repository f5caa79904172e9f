package workloads

const (
	monteCarloItems  = 20_000
	monteCarloPoints = 100 // points in an item
)

// MonteCarlo throws 2,000,000 points at the unit square and counts those inside the quarter circle, so that
// 4 × Sum / 2,000,000 is near π.
//
// Item i throws the points 100i to 100i+99. Point p is output p of SplitMix64 seeded with 0: its upper 31 bits are
// one coordinate, the next 31 bits the other. Coordinates stay integers, so that no rounding can move a point across
// the circle on one machine and not on another.
//
// The sum was computed by a Python program that steps the generator from the start.
func MonteCarlo() *Workload {
	return &Workload{
		Name: "montecarlo",
		Doc: "Estimates π from 2,000,000 random points, " +
			"and shows that random work can be cut anywhere and give one answer.",
		Size:   monteCarloItems,
		Sum:    1_571_432,
		Run:    monteCarlo,
		Python: montecarloTwin,
	}
}

func monteCarlo(lo, hi int) uint64 {
	var hits uint64
	for p := uint64(lo) * monteCarloPoints; p < uint64(hi)*monteCarloPoints; p++ {
		z := splitmix(p)
		x, y := z>>33, z>>2&(1<<31-1)
		if x*x+y*y < 1<<62 {
			hits++
		}
	}
	return hits
}
