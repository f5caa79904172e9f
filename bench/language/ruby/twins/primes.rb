# The twin of primes.go: trial division by 2 and the odd numbers.
def prime?(n)
  return false if n < 2
  return n == 2 if n.even?

  d = 3
  while d * d <= n
    return false if n % d == 0

    d += 2
  end
  true
end

def run(lo, hi)
  total = 0
  n = lo
  while n < hi
    total += n if prime?(n)
    n += 1
  end
  total
end
