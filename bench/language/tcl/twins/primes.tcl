# The twin of primes.go: trial division by 2 and the odd numbers.
proc is_prime {n} {
	if {$n < 2} {
		return 0
	}
	if {$n % 2 == 0} {
		return [expr {$n == 2}]
	}
	for {set d 3} {$d * $d <= $n} {incr d 2} {
		if {$n % $d == 0} {
			return 0
		}
	}
	return 1
}

proc run {lo hi} {
	set total 0
	for {set n $lo} {$n < $hi} {incr n} {
		if {[is_prime $n]} {
			incr total $n
		}
	}
	return $total
}
