// The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
const WIDTH = 160, HEIGHT = 160, PIXELS = 16, LIMIT = 256, SCALE = 64;

function escape(cx, cy) {
  let x = 0, y = 0;
  for (let n = 0; n < LIMIT; n++) {
    const xx = x * x, yy = y * y;
    if (xx + yy > 4) return n;
    y = 2 * x * y + cy;
    x = xx - yy + cx;
  }
  return LIMIT;
}

function run(lo, hi) {
  let total = 0;
  for (let p = lo * PIXELS; p < hi * PIXELS; p++) {
    const col = p % WIDTH, row = (p - col) / WIDTH;
    total += escape((col - 2 * SCALE) / SCALE, (2 * row + 1 - HEIGHT) / (2 * SCALE));
  }
  return total;
}
