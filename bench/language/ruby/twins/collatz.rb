# The twin of collatz.go: how many steps lead to 1.
def run(lo, hi)
  total = 0
  i = lo
  while i < hi
    n = i += 1
    while n != 1
      n = n.even? ? n / 2 : 3 * n + 1
      total += 1
    end
  end
  total
end
