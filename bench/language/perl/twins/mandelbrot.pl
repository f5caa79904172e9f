# The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
use constant { WIDTH => 160, HEIGHT => 160, PIXELS => 16, LIMIT => 256, SCALE => 64 };

sub escape {
	no integer;
	my ($cx, $cy) = @_;
	my ($x, $y) = (0.0, 0.0);
	for my $n (0 .. LIMIT - 1) {
		my ($xx, $yy) = ($x * $x, $y * $y);
		return $n if $xx + $yy > 4;
		($x, $y) = ($xx - $yy + $cx, 2 * $x * $y + $cy);
	}
	return LIMIT;
}

sub point {
	no integer;
	my ($col, $row) = @_;
	return (($col - 2 * SCALE) / SCALE, (2 * $row + 1 - HEIGHT) / (2 * SCALE));
}

sub run {
	my ($lo, $hi) = @_;
	my $total = 0;
	for my $p ($lo * PIXELS .. $hi * PIXELS - 1) {
		$total += escape(point($p % WIDTH, $p / WIDTH));
	}
	return $total;
}
