// The twin of primes.go: trial division by 2 and the odd numbers.
function is_prime($n) {
	if ($n < 2) {
		return false;
	}
	if ($n % 2 == 0) {
		return $n == 2;
	}
	for ($d = 3; $d * $d <= $n; $d += 2) {
		if ($n % $d == 0) {
			return false;
		}
	}
	return true;
}

function run($lo, $hi) {
	$total = 0;
	for ($n = $lo; $n < $hi; $n++) {
		if (is_prime($n)) {
			$total += $n;
		}
	}
	return $total;
}
