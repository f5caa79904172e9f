// The twin of collatz.go: how many steps lead to 1.
function run($lo, $hi) {
	$total = 0;
	for ($i = $lo + 1; $i <= $hi; $i++) {
		for ($n = $i; $n != 1; $total++) {
			$n = $n % 2 == 0 ? $n >> 1 : 3 * $n + 1;
		}
	}
	return $total;
}
