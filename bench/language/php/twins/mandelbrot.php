// The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
const WIDTH = 160, HEIGHT = 160, PIXELS = 16, LIMIT = 256, SCALE = 64;

function escape($cx, $cy) {
	$x = $y = 0.0;
	for ($n = 0; $n < LIMIT; $n++) {
		$xx = $x * $x;
		$yy = $y * $y;
		if ($xx + $yy > 4) {
			return $n;
		}
		$y = 2 * $x * $y + $cy;
		$x = $xx - $yy + $cx;
	}
	return LIMIT;
}

function run($lo, $hi) {
	$total = 0;
	for ($p = $lo * PIXELS; $p < $hi * PIXELS; $p++) {
		$total += escape(($p % WIDTH - 2 * SCALE) / SCALE, (2 * intdiv($p, WIDTH) + 1 - HEIGHT) / (2 * SCALE));
	}
	return $total;
}
