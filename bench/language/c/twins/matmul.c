/* The twin of matmul.go: an item is 48 entries of a row of the product. */
enum { SIDE = 192, STRIP = 48 };

static uint64_t left[SIDE][SIDE], right[SIDE][SIDE]; /* the right one column by column */

static uint64_t splitmix(uint64_t p) {
	uint64_t z = (p + 1) * 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

__attribute__((constructor)) static void build(void) {
	for (int row = 0; row < SIDE; row++)
		for (int col = 0; col < SIDE; col++) {
			left[row][col] = splitmix(row * SIDE + col);
			right[col][row] = splitmix(SIDE * SIDE + row * SIDE + col);
		}
}

static uint64_t run(int64_t lo, int64_t hi) {
	uint64_t total = 0;
	for (int64_t at = lo * STRIP; at < hi * STRIP; at++)
		for (int k = 0; k < SIDE; k++)
			total += left[at / SIDE][k] * right[at % SIDE][k];
	return total;
}
