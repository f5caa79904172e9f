# The twin of uneven.go: item i steps a generator i^3/2^20 times, wrapping at 2^64.
MASK = 0xFFFFFFFFFFFFFFFF


def run(lo, hi):
    total = 0
    for i in range(lo, hi):
        x = i
        for _ in range(i * i * i >> 20):
            x = 6364136223846793005 * x + 1442695040888963407 & MASK
        total += x
    return total & MASK
