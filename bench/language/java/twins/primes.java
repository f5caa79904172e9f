/** The twin of primes.go: trial division by 2 and the odd numbers. */
class Twin {
	static boolean isPrime(int n) {
		if (n < 2) {
			return false;
		}
		if (n % 2 == 0) {
			return n == 2;
		}
		for (int d = 3; d * d <= n; d += 2) {
			if (n % d == 0) {
				return false;
			}
		}
		return true;
	}

	static long run(long lo, long hi) {
		long total = 0;
		for (long n = lo; n < hi; n++) {
			if (isPrime((int) n)) {
				total += n;
			}
		}
		return total;
	}
}
