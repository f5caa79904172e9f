// The twin of matmul.go: an item is 48 entries of a row of the product. A product of two integers may go on in floating
// point, so numbers are four parts of 16 bits each, the lowest first.
const SIDE = 192, STRIP = 48;

// carried are parts below 2^16 of the same value, modulo 2^64.
function carried($parts) {
	for ($i = 0; $i < 3; $i++) {
		$parts[$i + 1] += $parts[$i] >> 16;
		$parts[$i] &= 0xFFFF;
	}
	$parts[3] &= 0xFFFF;
	return $parts;
}

function mul($a, $b) {
	$c = [0, 0, 0, 0];
	for ($i = 0; $i < 4; $i++) {
		for ($j = 0; $i + $j < 4; $j++) {
			$c[$i + $j] += $a[$i] * $b[$j];
		}
	}
	return carried($c);
}

// mixed is a number with its bits moved to the right, and mixed with itself.
function mixed($a, $by) {
	$whole = $a[3] << 48 | $a[2] << 32 | $a[1] << 16 | $a[0];
	return parts($whole ^ (($whole >> $by) & ((1 << 64 - $by) - 1)));
}

function parts($whole) {
	return [$whole & 0xFFFF, $whole >> 16 & 0xFFFF, $whole >> 32 & 0xFFFF, $whole >> 48 & 0xFFFF];
}

function splitmix($p) {
	$z = mul(parts($p + 1), [0x7C15, 0x7F4A, 0x79B9, 0x9E37]);
	$z = mul(mixed($z, 30), [0xE5B9, 0x1CE4, 0x476D, 0xBF58]);
	$z = mul(mixed($z, 27), [0x11EB, 0x1331, 0x49BB, 0x94D0]);
	return mixed($z, 31);
}

$left = $right = [];
for ($row = 0; $row < SIDE; $row++) {
	for ($col = 0; $col < SIDE; $col++) {
		$left[$row][$col] = splitmix($row * SIDE + $col);
		$right[$col][$row] = splitmix(SIDE * SIDE + $row * SIDE + $col);
	}
}

function run($lo, $hi) {
	global $left, $right;
	$c0 = $c1 = $c2 = $c3 = 0;
	for ($at = $lo * STRIP; $at < $hi * STRIP; $at++) {
		$row = $left[intdiv($at, SIDE)];
		$col = $right[$at % SIDE];
		for ($k = 0; $k < SIDE; $k++) {
			[$a0, $a1, $a2, $a3] = $row[$k];
			[$b0, $b1, $b2, $b3] = $col[$k];
			$c0 += $a0 * $b0;
			$c1 += $a0 * $b1 + $a1 * $b0;
			$c2 += $a0 * $b2 + $a1 * $b1 + $a2 * $b0;
			$c3 += $a0 * $b3 + $a1 * $b2 + $a2 * $b1 + $a3 * $b0;
		}
		[$c0, $c1, $c2, $c3] = carried([$c0, $c1, $c2, $c3]);
	}
	return $c3 << 48 | $c2 << 32 | $c1 << 16 | $c0;
}
