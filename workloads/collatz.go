package workloads

// collatzUpTo is the largest starting number: item i starts from i+1.
const collatzUpTo = 30_000

// Collatz adds up the total stopping times of the numbers from 1 to 30,000: how many steps of n → n/2 (n even) or
// n → 3n+1 (n odd) lead to 1.
//
// The sum was computed by a Python program that remembers the count of every number it has met (the terms are OEIS
// A006577).
//
// Run remembers nothing: a table would make the cost of an item depend on the items before it.
func Collatz() *Workload {
	return &Workload{
		Name: "collatz",
		Doc: "Counts the Collatz steps of the numbers up to 30,000, " +
			"and shows arithmetic full of branches that are hard to guess.",
		Size:   collatzUpTo,
		Sum:    2_864_311,
		Run:    collatz,
		Python: collatzTwin,
	}
}

func collatz(lo, hi int) uint64 {
	var sum uint64
	for i := lo; i < hi; i++ {
		sum += collatzSteps(uint64(i) + 1)
	}
	return sum
}

// collatzSteps returns the total stopping time of n ≥ 1. No number up to 30,000 climbs above 106,358,020 on its
// way, so nothing overflows.
func collatzSteps(n uint64) uint64 {
	var steps uint64
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return steps
}
