/** The twin of collatz.go: how many steps lead to 1. */
class Twin {
	static long run(long lo, long hi) {
		long total = 0;
		for (long i = lo; i < hi; i++) {
			for (long n = i + 1; n != 1; total++) {
				n = n % 2 == 0 ? n / 2 : 3 * n + 1;
			}
		}
		return total;
	}
}
