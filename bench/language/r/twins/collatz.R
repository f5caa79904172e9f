# The twin of collatz.go: how many steps lead to 1.
run <- function(lo, hi) {
  total <- 0
  i <- lo
  while (i < hi) {
    i <- i + 1
    n <- i
    while (n != 1) {
      n <- if (n %% 2 == 0) n / 2 else 3 * n + 1
      total <- total + 1
    }
  }
  total
}
