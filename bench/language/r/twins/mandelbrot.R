# The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
escape <- function(cx, cy) {
  x <- y <- 0
  n <- 0
  while (n < 256) {
    xx <- x * x
    yy <- y * y
    if (xx + yy > 4) return(n)
    y <- 2 * x * y + cy
    x <- xx - yy + cx
    n <- n + 1
  }
  256
}

run <- function(lo, hi) {
  total <- 0
  p <- lo * 16
  while (p < hi * 16) {
    total <- total + escape((p %% 160 - 128) / 64, (2 * (p %/% 160) + 1 - 160) / 128)
    p <- p + 1
  }
  total
}
