# The twin of binarytrees.go: trees of tuples are built, counted and dropped.
DEPTH = 7


def tree(depth):
    if depth == 0:
        return (None, None)
    return (tree(depth - 1), tree(depth - 1))


def nodes(t):
    if t[0] is None:
        return 1
    return 1 + nodes(t[0]) + nodes(t[1])


def run(lo, hi):
    total = 0
    for _ in range(lo, hi):
        total += nodes(tree(DEPTH))
    return total
