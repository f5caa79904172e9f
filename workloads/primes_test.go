package workloads

import "testing"

func TestPrimesAgreesWithASieve(t *testing.T) {
	composite := make([]bool, primesBelow)
	composite[0], composite[1] = true, true
	var count int
	for n, c := range composite {
		if !c {
			count++
			for m := 2 * n; m < primesBelow; m += n {
				composite[m] = true
			}
		}
		if isPrime(uint32(n)) == c {
			t.Errorf("isPrime(%d) = %v", n, c)
		}
	}
	if count != 9592 { // OEIS A006880 at n = 5
		t.Errorf("%d primes below 10^5, want 9592", count)
	}
}
