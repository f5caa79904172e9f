/* The twin of binarytrees.go: trees are built from malloc, counted, and freed. */
enum { DEPTH = 7 };

struct tree { struct tree *left, *right; };

static struct tree *build(int depth) {
	struct tree *t = malloc(sizeof *t);
	if (t == NULL)
		abort();
	t->left = depth == 0 ? NULL : build(depth - 1);
	t->right = depth == 0 ? NULL : build(depth - 1);
	return t;
}

static uint64_t nodes(const struct tree *t) {
	return t->left == NULL ? 1 : 1 + nodes(t->left) + nodes(t->right);
}

static void drop(struct tree *t) {
	if (t == NULL)
		return;
	drop(t->left);
	drop(t->right);
	free(t);
}

static uint64_t run(int64_t lo, int64_t hi) {
	uint64_t total = 0;
	for (int64_t i = lo; i < hi; i++) {
		struct tree *t = build(DEPTH);
		total += nodes(t);
		drop(t);
	}
	return total;
}
