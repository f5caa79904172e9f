# The twin of montecarlo.go: points from SplitMix64, which wraps at 2^64.
POINTS = 100
MASK = 0xFFFFFFFFFFFFFFFF


def run(lo, hi):
    hits = 0
    for p in range(lo * POINTS, hi * POINTS):
        z = (p + 1) * 0x9E3779B97F4A7C15 & MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        z ^= z >> 31
        x, y = z >> 33, z >> 2 & 0x7FFFFFFF
        if x * x + y * y < 1 << 62:
            hits += 1
    return hits
