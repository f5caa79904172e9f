package workloads

import "testing"

func TestBinaryTreesAreComplete(t *testing.T) {
	// From depth 4 on these are the checks that the Benchmarks Game's binary-trees prints.
	for depth, want := range map[int]uint64{0: 1, 1: 3, 4: 31, 6: 127, 8: 511, 10: 2047, 12: 8191} {
		tree := newTree(depth)
		if got := tree.nodes(); got != want {
			t.Errorf("a tree of depth %d has %d nodes, want %d", depth, got, want)
		}
		levels := 0
		for n := tree; n.left != nil; n = n.left {
			levels++
		}
		if levels != depth {
			t.Errorf("a tree of depth %d is %d deep on the left", depth, levels)
		}
	}
}

func TestBinaryTreesAllocatesEveryNode(t *testing.T) {
	const nodes = 1<<(treeDepth+1) - 1
	if n := testing.AllocsPerRun(10, func() { binaryTrees(3, 5) }); n != 2*nodes {
		t.Errorf("two items allocate %v times, want %d", n, 2*nodes)
	}
}
