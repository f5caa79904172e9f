# The twin of primes.go: trial division by 2 and the odd numbers.
is_prime <- function(n) {
  if (n < 2) return(FALSE)
  if (n %% 2 == 0) return(n == 2)
  d <- 3
  while (d * d <= n) {
    if (n %% d == 0) return(FALSE)
    d <- d + 2
  }
  TRUE
}

run <- function(lo, hi) {
  total <- 0
  n <- lo
  while (n < hi) {
    if (is_prime(n)) total <- total + n
    n <- n + 1
  }
  total
}
