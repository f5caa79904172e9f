# The twin of primes.go: trial division by 2 and the odd numbers.
sub is_prime {
	my $n = shift;
	return 0       if $n < 2;
	return $n == 2 if $n % 2 == 0;
	for (my $d = 3 ; $d * $d <= $n ; $d += 2) {
		return 0 if $n % $d == 0;
	}
	return 1;
}

sub run {
	my ($lo, $hi) = @_;
	my $total = 0;
	for my $n ($lo .. $hi - 1) {
		$total += $n if is_prime($n);
	}
	return $total;
}
