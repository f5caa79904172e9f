# The twin of collatz.go: how many steps lead to 1.
proc run {lo hi} {
	set total 0
	for {set i [expr {$lo + 1}]} {$i <= $hi} {incr i} {
		for {set n $i} {$n != 1} {incr total} {
			set n [expr {$n % 2 == 0 ? $n / 2 : 3 * $n + 1}]
		}
	}
	return $total
}
