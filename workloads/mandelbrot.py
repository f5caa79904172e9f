# The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
WIDTH, HEIGHT, PIXELS, LIMIT, SCALE = 160, 160, 16, 256, 64


def escape(cx, cy):
    x = y = 0.0
    for n in range(LIMIT):
        xx, yy = x * x, y * y
        if xx + yy > 4:
            return n
        x, y = xx - yy + cx, 2 * x * y + cy
    return LIMIT


def run(lo, hi):
    total = 0
    for p in range(lo * PIXELS, hi * PIXELS):
        col, row = p % WIDTH, p // WIDTH
        total += escape((col - 2 * SCALE) / float(SCALE), (2 * row + 1 - HEIGHT) / (2.0 * SCALE))
    return total
