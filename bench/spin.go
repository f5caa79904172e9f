package bench

import "corerace/workloads"

// An item of the spin is spinSteps steps of a linear congruential generator: about 20 ns, less than a share costs in
// most modes.
const (
	spinItems = 100_000
	spinSteps = 16
	spinMul   = 6364136223846793005 // Knuth's MMIX generator
	spinAdd   = 1442695040888963407
)

// spinZero is 0. The compiler doesn't know that, and neither does the processor before the last item is done: without
// it, the items of a long share would overlap and those of a short one wouldn't.
var spinZero uint64

// GrainWorkload is what a [Grain] measures with: a loop that touches no memory and takes as long for every item, so
// that a job can be cut into shares of any length. It is no workload to race, and belongs into the list given to
// [Hook] only.
//
// Item i starts a linear congruential generator at i and takes 16 steps, which is a·i + b mod 2^64 with the a and b of
// 16 steps in one; the sum over all items follows from the sum of the i.
func GrainWorkload() *workloads.Workload {
	return &workloads.Workload{
		Name: "spin",
		Doc:  "Steps a linear congruential generator, and shows what a share costs: nothing in it depends on anything else.",
		Size: spinItems,
		Sum:  spinSum(spinItems),
		Run:  spinItemsOf,
	}
}

func spinItemsOf(lo, hi int) uint64 {
	var sum, x uint64
	for i := lo; i < hi; i++ {
		x = x&spinZero + uint64(i)
		for range spinSteps {
			x = x*spinMul + spinAdd
		}
		sum += x
	}
	return sum
}

// spinSum is the sum over the items below n, without taking their steps one by one.
func spinSum(n uint64) uint64 {
	a, b := uint64(1), uint64(0)
	for range spinSteps {
		a, b = a*spinMul, b*spinMul+spinAdd
	}
	return a*(n*(n-1)/2) + b*n
}
