/** The twin of matmul.go: an item is 48 entries of a row of the product. */
class Twin {
	static final int SIDE = 192, STRIP = 48;
	static final long[][] LEFT = new long[SIDE][SIDE], RIGHT = new long[SIDE][SIDE]; // the right one column by column

	static {
		for (int row = 0; row < SIDE; row++) {
			for (int col = 0; col < SIDE; col++) {
				LEFT[row][col] = splitmix(row * SIDE + col);
				RIGHT[col][row] = splitmix(SIDE * SIDE + row * SIDE + col);
			}
		}
	}

	static long splitmix(long p) {
		long z = (p + 1) * 0x9e3779b97f4a7c15L;
		z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
		z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
		return z ^ z >>> 31;
	}

	static long run(long lo, long hi) {
		long total = 0;
		for (long at = lo * STRIP; at < hi * STRIP; at++) {
			long[] a = LEFT[(int) (at / SIDE)], b = RIGHT[(int) (at % SIDE)];
			for (int k = 0; k < SIDE; k++) {
				total += a[k] * b[k];
			}
		}
		return total;
	}
}
