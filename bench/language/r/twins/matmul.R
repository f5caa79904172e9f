# The twin of matmul.go: an item is 48 entries of a row of the product. R has no integers of 64 bits, so numbers are four
# limbs of 16 bits, the lowest first: products of two and sums of all of an item stay below 2^53, where a double is exact.
# Loops over entries are those of R's vectors.
SIDE <- 192
STRIP <- 48

# Limbs below 2^16 of the same values, modulo 2^64. x is a list of four vectors.
carried <- function(x) {
  for (i in 1:3) {
    x[[i + 1]] <- x[[i + 1]] + x[[i]] %/% 65536
    x[[i]] <- x[[i]] %% 65536
  }
  x[[4]] <- x[[4]] %% 65536
  x
}

# The limbs of a product that aren't carried yet, of which each is given over to what adds up, by default nothing.
products <- function(a, b, all = identity) {
  list(
    all(a[[1]] * b[[1]]),
    all(a[[1]] * b[[2]]) + all(a[[2]] * b[[1]]),
    all(a[[1]] * b[[3]]) + all(a[[2]] * b[[2]]) + all(a[[3]] * b[[1]]),
    all(a[[1]] * b[[4]]) + all(a[[2]] * b[[3]]) + all(a[[3]] * b[[2]]) + all(a[[4]] * b[[1]])
  )
}

# x with its bits moved to the right, and mixed with itself.
mixed <- function(x, by) {
  from <- by %/% 16
  bits <- by %% 16
  padded <- c(x, rep(list(numeric(length(x[[1]]))), 4))
  lapply(1:4, function(i) {
    right <- padded[[i + from]] %/% 2^bits + padded[[i + from + 1]] %% 2^bits * 2^(16 - bits)
    as.numeric(bitwXor(x[[i]], right))
  })
}

splitmix <- function(p) {
  p <- p + 1
  z <- carried(products(list(p %% 65536, p %/% 65536, 0, 0), list(0x7C15, 0x7F4A, 0x79B9, 0x9E37)))
  z <- carried(products(mixed(z, 30), list(0xE5B9, 0x1CE4, 0x476D, 0xBF58)))
  z <- carried(products(mixed(z, 27), list(0x11EB, 0x1331, 0x49BB, 0x94D0)))
  mixed(z, 31)
}

# Both are a column of a matrix for each row of the left, and for each column of the right.
left <- lapply(splitmix(0:(SIDE^2 - 1)), matrix, nrow = SIDE)
right <- lapply(splitmix(SIDE^2 + 0:(SIDE^2 - 1)), matrix, nrow = SIDE, byrow = TRUE)

# An item doesn't cross the end of a row: its entries are of one row and of neighbouring columns.
item <- function(at) {
  row <- lapply(left, function(limb) limb[, at %/% SIDE + 1])
  columns <- lapply(right, function(limb) limb[, at %% SIDE + 1:STRIP])
  products(row, columns, sum)
}

run <- function(lo, hi) {
  total <- list(0, 0, 0, 0)
  while (lo < hi) {
    total <- carried(Map(`+`, total, item(lo * STRIP)))
    lo <- lo + 1
  }
  c(total[[4]] * 65536 + total[[3]], total[[2]] * 65536 + total[[1]])
}
