# The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
WIDTH, HEIGHT, PIXELS, LIMIT, SCALE = 160, 160, 16, 256, 64

def escape(cx, cy)
  x = y = 0.0
  n = 0
  while n < LIMIT
    xx = x * x
    yy = y * y
    return n if xx + yy > 4

    y = 2 * x * y + cy
    x = xx - yy + cx
    n += 1
  end
  LIMIT
end

def run(lo, hi)
  total = 0
  p = lo * PIXELS
  while p < hi * PIXELS
    total += escape((p % WIDTH - 2 * SCALE) / SCALE.to_f, (2 * (p / WIDTH) + 1 - HEIGHT) / (2.0 * SCALE))
    p += 1
  end
  total
end
