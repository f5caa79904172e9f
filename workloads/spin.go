package workloads

// An item of the spin is four linear congruential generators that take spinSteps steps side by side: about 10 ns, less
// than a share costs in most modes. Four keep the multiplier of the processor busy. With one, the end of a share
// would overlap with the begin of the next, and short shares would be faster than long ones.
const (
	spinItems = 200_000
	spinSteps = 8
	spinMul   = 6364136223846793005 // Knuth's MMIX generator
	spinAdd   = 1442695040888963407
)

// Spin is what the cost of a share is measured with: a loop that touches no memory and takes as long for every item, so
// that a job can be cut into shares of any length. It is no workload to race, so it isn't among All.
//
// Item i starts generators at i, i+1, i+2 and i+3. Their steps together are a·x + b mod 2^64, with the a and b of all
// steps in one, so that the sum over all items follows from the sum of the i.
func Spin() *Workload {
	return &Workload{
		Name: "spin",
		Doc:  "Steps a linear congruential generator, and shows what a share costs: nothing in it depends on anything else.",
		Size: spinItems,
		Sum:  spinSum(spinItems),
		Run:  spinItemsOf,
	}
}

func spinItemsOf(lo, hi int) uint64 {
	var sum uint64
	for i := lo; i < hi; i++ {
		x := uint64(i)
		y, z, u := x+1, x+2, x+3
		for range spinSteps {
			x = x*spinMul + spinAdd
			y = y*spinMul + spinAdd
			z = z*spinMul + spinAdd
			u = u*spinMul + spinAdd
		}
		sum += x + y + z + u
	}
	return sum
}

// spinSum is the sum over the items below n, without taking their steps one by one.
func spinSum(n uint64) uint64 {
	a, b := uint64(1), uint64(0)
	for range spinSteps {
		a, b = a*spinMul, b*spinMul+spinAdd
	}
	return a*(4*(n*(n-1)/2)+6*n) + 4*b*n
}
