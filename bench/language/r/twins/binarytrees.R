# The twin of binarytrees.go: trees of lists are built, counted and dropped.
tree <- function(depth) {
  if (depth == 0) list() else list(tree(depth - 1), tree(depth - 1))
}

nodes <- function(t) {
  if (length(t) == 0) 1 else 1 + nodes(t[[1]]) + nodes(t[[2]])
}

run <- function(lo, hi) {
  total <- 0
  while (lo < hi) {
    total <- total + nodes(tree(7))
    lo <- lo + 1
  }
  total
}
