/** The twin of mandelbrot.go: escape iterations over a grid of exact coordinates. */
class Twin {
	static final int WIDTH = 160, HEIGHT = 160, PIXELS = 16, LIMIT = 256, SCALE = 64;

	static long escape(double cx, double cy) {
		double x = 0, y = 0;
		for (int n = 0; n < LIMIT; n++) {
			double xx = x * x, yy = y * y;
			if (xx + yy > 4) {
				return n;
			}
			y = 2 * x * y + cy;
			x = xx - yy + cx;
		}
		return LIMIT;
	}

	static long run(long lo, long hi) {
		long total = 0;
		for (long p = lo * PIXELS; p < hi * PIXELS; p++) {
			long col = p % WIDTH, row = p / WIDTH;
			total += escape((double) (col - 2 * SCALE) / SCALE, (double) (2 * row + 1 - HEIGHT) / (2 * SCALE));
		}
		return total;
	}
}
