# The twin of matmul.go: an item is 48 entries of a row of the product. Under "use integer" sums and products wrap.
use constant { SIDE => 192, STRIP => 48 };

# The bits of a number moved to the right, without its sign.
sub right {
	my ($z, $by) = @_;
	return ($z >> $by) & ((1 << 64 - $by) - 1);
}

# A number of 64 bits, of two halves.
sub whole { return $_[0] << 32 | $_[1] }

sub splitmix {
	my $z = ($_[0] + 1) * whole(0x9E3779B9, 0x7F4A7C15);
	$z = ($z ^ right($z, 30)) * whole(0xBF58476D, 0x1CE4E5B9);
	$z = ($z ^ right($z, 27)) * whole(0x94D049BB, 0x133111EB);
	return $z ^ right($z, 31);
}

my (@left, @right);
for my $row (0 .. SIDE - 1) {
	for my $col (0 .. SIDE - 1) {
		$left[$row][$col]  = splitmix($row * SIDE + $col);
		$right[$col][$row] = splitmix(SIDE * SIDE + $row * SIDE + $col);
	}
}

sub run {
	my ($lo, $hi) = @_;
	my $total = 0;
	for my $at ($lo * STRIP .. $hi * STRIP - 1) {
		my ($p, $q) = ($left[ $at / SIDE ], $right[ $at % SIDE ]);
		$total += $p->[$_] * $q->[$_] for 0 .. SIDE - 1;
	}
	return $total;
}
