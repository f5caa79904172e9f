# The twin of nqueens.go: an item is a placement of the first three rows.
BOARD = 12
ALL = (1 << BOARD) - 1


def place(cols, left, right):
    if cols == ALL:
        return 1
    total = 0
    free = ALL & ~(cols | left | right)
    while free:
        queen = free & -free
        total += place(cols | queen, (left | queen) << 1, (right | queen) >> 1)
        free &= free - 1
    return total


def completions(columns):
    cols = left = right = 0
    for col in columns:
        queen = 1 << col
        if queen & (cols | left | right):
            return 0
        cols, left, right = cols | queen, (left | queen) << 1, (right | queen) >> 1
    return place(cols, left, right)


def run(lo, hi):
    total = 0
    for i in range(lo, hi):
        total += completions((i // (BOARD * BOARD), i // BOARD % BOARD, i % BOARD))
    return total
