/* The twin of primes.go: trial division by 2 and the odd numbers. */
static int is_prime(uint32_t n) {
	if (n < 2)
		return 0;
	if (n % 2 == 0)
		return n == 2;
	for (uint32_t d = 3; d * d <= n; d += 2)
		if (n % d == 0)
			return 0;
	return 1;
}

static uint64_t run(int64_t lo, int64_t hi) {
	uint64_t total = 0;
	for (int64_t n = lo; n < hi; n++)
		if (is_prime((uint32_t)n))
			total += n;
	return total;
}
