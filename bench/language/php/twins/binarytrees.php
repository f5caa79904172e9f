// The twin of binarytrees.go: trees of objects are built, counted and dropped.
const DEPTH = 7;

class Tree {
	public $left;
	public $right;
}

function tree($depth) {
	$t = new Tree;
	if ($depth > 0) {
		$t->left = tree($depth - 1);
		$t->right = tree($depth - 1);
	}
	return $t;
}

function nodes($t) {
	return $t->left === null ? 1 : 1 + nodes($t->left) + nodes($t->right);
}

function run($lo, $hi) {
	$total = 0;
	for ($i = $lo; $i < $hi; $i++) {
		$total += nodes(tree(DEPTH));
	}
	return $total;
}
