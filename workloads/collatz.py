# The twin of collatz.go: how many steps lead to 1.


def run(lo, hi):
    total = 0
    for i in range(lo, hi):
        n = i + 1
        while n != 1:
            if n % 2 == 0:
                n //= 2
            else:
                n = 3 * n + 1
            total += 1
    return total
