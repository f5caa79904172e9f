package workloads

const (
	treeItems = 600
	treeDepth = 7 // levels below the root
)

// BinaryTrees builds 600 complete binary trees of depth 7, one an item, counts the nodes of each by walking it, and
// drops it.
//
// It allocates 153,000 nodes a pass and keeps at most one tree for each worker alive. In goroutines all workers
// share one heap and one garbage collector; in processes each has its own. The trees are small so that the collector
// has little to mark: what is seen is the price of allocating and of stopping, not of a large heap.
//
// The sum is known: a complete tree of depth d has 2^(d+1) − 1 nodes, and the published outputs of the
// binary-trees program of the Computer Language Benchmarks Game give that number as a tree's check.
func BinaryTrees() *Workload {
	return &Workload{
		Name: "binarytrees",
		Doc: "Builds and drops 600 small binary trees, " +
			"and shows one garbage collector for all against one for each process.",
		Size:   treeItems,
		Sum:    treeItems * (1<<(treeDepth+1) - 1),
		Run:    binaryTrees,
		Python: binarytreesTwin,
	}
}

func binaryTrees(lo, hi int) uint64 {
	var sum uint64
	for range hi - lo {
		sum += newTree(treeDepth).nodes()
	}
	return sum
}

// A tree is a node with two subtrees, or a leaf with none.
type tree struct{ left, right *tree }

func newTree(depth int) *tree {
	if depth == 0 {
		return new(tree)
	}
	return &tree{newTree(depth - 1), newTree(depth - 1)}
}

func (t *tree) nodes() uint64 {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.nodes() + t.right.nodes()
}
