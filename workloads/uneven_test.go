package workloads

import "testing"

// Work is counted in steps, not timed.
func TestUnevenHalvesAreUnequal(t *testing.T) {
	steps := func(lo, hi int) (sum int) {
		for i := lo; i < hi; i++ {
			sum += unevenSteps(i)
		}
		return sum
	}
	first, second := steps(0, unevenItems/2), steps(unevenItems/2, unevenItems)
	if ratio := float64(second) / float64(first); ratio < 14.5 || ratio > 15.5 {
		t.Errorf("the second half costs %.2f times the first, want 15", ratio)
	}
	last := steps(unevenItems*3/4, unevenItems)
	if part := float64(last) / float64(first+second); part < 0.67 || part > 0.7 {
		t.Errorf("the last quarter holds %.3f of the work, want 175/256", part)
	}
}

func TestUnevenAgreesWithJumps(t *testing.T) {
	for i := range unevenItems {
		if got, want := uneven(i, i+1), lcgJump(uint64(i), unevenSteps(i)); got != want {
			t.Fatalf("item %d ends at %d, want %d", i, got, want)
		}
	}
}

// lcgJump steps the generator k times, in about log2(k) squarings of x → mul·x + add. Source: F. Brown, "Random Number
// Generation with Arbitrary Strides", Transactions of the American Nuclear Society, 1994.
func lcgJump(x uint64, k int) uint64 {
	mul, add := uint64(6364136223846793005), uint64(1442695040888963407)
	for ; k > 0; k >>= 1 {
		if k&1 == 1 {
			x = mul*x + add
		}
		mul, add = mul*mul, (mul+1)*add
	}
	return x
}
