// The twin of binarytrees.go: trees of objects are built, counted and dropped.
const DEPTH = 7;

function tree(depth) {
  return depth === 0 ? {left: null, right: null} : {left: tree(depth - 1), right: tree(depth - 1)};
}

function nodes(t) {
  return t.left === null ? 1 : 1 + nodes(t.left) + nodes(t.right);
}

function run(lo, hi) {
  let total = 0;
  for (let i = lo; i < hi; i++) total += nodes(tree(DEPTH));
  return total;
}
