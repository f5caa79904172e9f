# The twin of collatz.go: how many steps lead to 1.
sub run {
	my ($lo, $hi) = @_;
	my $total = 0;
	for my $i ($lo + 1 .. $hi) {
		for (my $n = $i ; $n != 1 ; $total++) {
			$n = $n % 2 == 0 ? $n / 2 : 3 * $n + 1;
		}
	}
	return $total;
}
