# The twin of primes.go: trial division by 2 and the odd numbers.


def is_prime(n):
    if n < 2:
        return False
    if n % 2 == 0:
        return n == 2
    d = 3
    while d * d <= n:
        if n % d == 0:
            return False
        d += 2
    return True


def run(lo, hi):
    total = 0
    for n in range(lo, hi):
        if is_prime(n):
            total += n
    return total
