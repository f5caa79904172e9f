# The twin of binarytrees.go: trees of arrays are built, counted and dropped.
use constant DEPTH => 7;

sub tree {
	my $depth = shift;
	return $depth == 0 ? [undef, undef] : [tree($depth - 1), tree($depth - 1)];
}

sub nodes {
	my $t = shift;
	return defined $t->[0] ? 1 + nodes($t->[0]) + nodes($t->[1]) : 1;
}

sub run {
	my ($lo, $hi) = @_;
	my $total = 0;
	$total += nodes(tree(DEPTH)) for $lo .. $hi - 1;
	return $total;
}
