# The twin of matmul.go: an item is 48 entries of a row of the product. It is built when the module is.
SIDE, STRIP = 192, 48
MASK = 0xFFFFFFFFFFFFFFFF


def splitmix(p):
    z = (p + 1) * 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


LEFT = [[splitmix(row * SIDE + col) for col in range(SIDE)] for row in range(SIDE)]
RIGHT = [[splitmix(SIDE * SIDE + row * SIDE + col) for row in range(SIDE)] for col in range(SIDE)]


def run(lo, hi):
    total = 0
    for at in range(lo * STRIP, hi * STRIP):
        for a, b in zip(LEFT[at // SIDE], RIGHT[at % SIDE]):
            total += a * b
    return total & MASK
