package workloads

import "testing"

func TestCollatzStepsArePublished(t *testing.T) {
	// OEIS A006577 from n = 1; 27 is the famous one.
	for i, want := range []uint64{0, 1, 7, 2, 5, 8, 16, 3, 19, 6, 14, 9, 9, 17, 17, 4} {
		if got := collatzSteps(uint64(i) + 1); got != want {
			t.Errorf("collatzSteps(%d) = %d, want %d", i+1, got, want)
		}
	}
	if got := collatzSteps(27); got != 111 {
		t.Errorf("collatzSteps(27) = %d, want 111", got)
	}
}

// The second computation remembers: it walks from n only until it falls below n, where the count is known.
func TestCollatzAgreesWithATable(t *testing.T) {
	steps := make([]uint64, collatzUpTo+1)
	for start := uint64(2); start <= collatzUpTo; start++ {
		n, walked := start, uint64(0)
		for ; n >= start; walked++ {
			n = [2]uint64{n / 2, 3*n + 1}[n&1]
		}
		steps[start] = walked + steps[n]
		if got := collatz(int(start)-1, int(start)); got != steps[start] {
			t.Fatalf("%d takes %d steps, want %d", start, got, steps[start])
		}
	}
}
