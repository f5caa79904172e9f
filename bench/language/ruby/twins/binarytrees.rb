# The twin of binarytrees.go: trees of arrays are built, counted and dropped.
DEPTH = 7

def tree(depth)
  depth == 0 ? [nil, nil] : [tree(depth - 1), tree(depth - 1)]
end

def nodes(t)
  t[0].nil? ? 1 : 1 + nodes(t[0]) + nodes(t[1])
end

def run(lo, hi)
  total = 0
  (hi - lo).times { total += nodes(tree(DEPTH)) }
  total
end
