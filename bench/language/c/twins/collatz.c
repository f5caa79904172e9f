/* The twin of collatz.go: how many steps lead to 1. */
static uint64_t run(int64_t lo, int64_t hi) {
	uint64_t total = 0;
	for (int64_t i = lo; i < hi; i++)
		for (uint64_t n = i + 1; n != 1; total++)
			n = n % 2 == 0 ? n / 2 : 3 * n + 1;
	return total;
}
