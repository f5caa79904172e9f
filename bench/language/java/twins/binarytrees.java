/** The twin of binarytrees.go: trees of objects are built, counted and dropped. */
class Twin {
	static final int DEPTH = 7;

	static class Tree {
		Tree left, right;
	}

	static Tree build(int depth) {
		Tree t = new Tree();
		if (depth > 0) {
			t.left = build(depth - 1);
			t.right = build(depth - 1);
		}
		return t;
	}

	static long nodes(Tree t) {
		return t.left == null ? 1 : 1 + nodes(t.left) + nodes(t.right);
	}

	static long run(long lo, long hi) {
		long total = 0;
		for (long i = lo; i < hi; i++) {
			total += nodes(build(DEPTH));
		}
		return total;
	}
}
