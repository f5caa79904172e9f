package workloads

const unevenItems = 2048

// Uneven steps a random number generator i³/2^20 times from the seed i, for every item i, and adds up where it ends.
// The cost of an item rises with the cube of its index, up to 8,180 steps:
//
//	cost                 #    Of two equal parts the second holds 15/16 of the work,
//	                    ##    of four the last holds 175/256. Dealt out like that,
//	                  ####    two workers are 1.07 times as fast as one and four are
//	               #######    1.46 times; workers that claim small shares end together.
//	       ###############
//	    item
//
// Items whose costs are drawn at random wouldn't show it: large parts of them cost nearly the same.
//
// The generator is Knuth's 64-bit linear congruential one for MMIX. The sum was computed by a Python program that
// doesn't step but jumps: k steps at once are x → a^k·x + c(a^k − 1)/(a − 1) modulo 2^64.
func Uneven() *Workload {
	return &Workload{
		Name:   "uneven",
		Doc:    "Does more and more work from item to item, and shows that equal cuts aren't equal work.",
		Size:   unevenItems,
		Sum:    13_643_017_546_670_452_158,
		Run:    uneven,
		Python: unevenTwin,
	}
}

func uneven(lo, hi int) uint64 {
	var sum uint64
	for i := lo; i < hi; i++ {
		x := uint64(i)
		for range unevenSteps(i) {
			x = lcg(x)
		}
		sum += x
	}
	return sum
}

// unevenSteps returns what item i costs, in steps of the generator. The cube needs more than 32 bits.
func unevenSteps(i int) int {
	n := int64(i)
	return int(n * n * n >> 20)
}

// lcg returns the number after x. Source: Knuth, The Art of Computer Programming, volume 2, 3.3.4, table 1, line 26.
func lcg(x uint64) uint64 { return 6364136223846793005*x + 1442695040888963407 }
