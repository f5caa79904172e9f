/* The twin of mandelbrot.go: escape iterations over a grid of exact coordinates. */
enum { WIDTH = 160, HEIGHT = 160, PIXELS = 16, LIMIT = 256, SCALE = 64 };

static uint64_t escape(double cx, double cy) {
	double x = 0, y = 0;
	for (uint64_t n = 0; n < LIMIT; n++) {
		double xx = x * x, yy = y * y;
		if (xx + yy > 4)
			return n;
		y = 2 * x * y + cy;
		x = xx - yy + cx;
	}
	return LIMIT;
}

static uint64_t run(int64_t lo, int64_t hi) {
	uint64_t total = 0;
	for (int64_t p = lo * PIXELS; p < hi * PIXELS; p++) {
		int64_t col = p % WIDTH, row = p / WIDTH;
		total += escape((double)(col - 2 * SCALE) / SCALE, (double)(2 * row + 1 - HEIGHT) / (2 * SCALE));
	}
	return total;
}
