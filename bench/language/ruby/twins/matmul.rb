# The twin of matmul.go: an item is 48 entries of a row of the product. Ruby's integers don't wrap: the sum of a row is
# cut to 64 bits.
SIDE, STRIP = 192, 48
U64 = (1 << 64) - 1

def splitmix(p)
  z = (p + 1) * 0x9E3779B97F4A7C15 & U64
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & U64
  z = (z ^ z >> 27) * 0x94D049BB133111EB & U64
  z ^ z >> 31
end

LEFT = (0...SIDE).map { |row| (0...SIDE).map { |col| splitmix(row * SIDE + col) }.freeze }.freeze
RIGHT = (0...SIDE).map { |col| (0...SIDE).map { |row| splitmix(SIDE * SIDE + row * SIDE + col) }.freeze }.freeze

def run(lo, hi)
  total = 0
  at = lo * STRIP
  while at < hi * STRIP
    a = LEFT[at / SIDE]
    b = RIGHT[at % SIDE]
    k = 0
    while k < SIDE
      total += a[k] * b[k]
      k += 1
    end
    at += 1
  end
  total & U64
end
