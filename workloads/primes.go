package workloads

// primesBelow is the size of the range that is searched: item i is the number i.
const primesBelow = 100_000

// Primes adds up the prime numbers below 100,000, by trial division.
//
// The sum is published: OEIS A046731, the sum of the primes below 10^n, at n = 5. A sum of primes is used and not
// their number, because a prime that is missed and a composite that is taken would cancel out in a count.
//
// Trial division keeps the items apart. A sieve would be far quicker, but it shares a table of composites between
// all items, so a range couldn't be computed without its neighbours.
func Primes() *Workload {
	return &Workload{
		Name:   "primes",
		Doc:    "Adds up the primes below 100,000 by trial division, and shows what cores give to work that needs no memory.",
		Size:   primesBelow,
		Sum:    454_396_537,
		Run:    primes,
		Python: primesTwin,
	}
}

func primes(lo, hi int) uint64 {
	var sum uint64
	for n := lo; n < hi; n++ {
		if isPrime(uint32(n)) {
			sum += uint64(n)
		}
	}
	return sum
}

// isPrime divides by 2 and by the odd numbers up to √n. It takes 32-bit numbers because many processors divide those
// several times faster than 64-bit ones.
func isPrime(n uint32) bool {
	if n < 2 {
		return false
	}
	if n%2 == 0 {
		return n == 2
	}
	for d := uint32(3); d*d <= n; d += 2 {
		if n%d == 0 {
			return false
		}
	}
	return true
}
