# The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
proc escape {cx cy} {
	set x 0.0
	set y 0.0
	for {set n 0} {$n < 256} {incr n} {
		set xx [expr {$x * $x}]
		set yy [expr {$y * $y}]
		if {$xx + $yy > 4} {
			return $n
		}
		set y [expr {2 * $x * $y + $cy}]
		set x [expr {$xx - $yy + $cx}]
	}
	return 256
}

proc run {lo hi} {
	set total 0
	for {set p [expr {$lo * 16}]} {$p < $hi * 16} {incr p} {
		incr total [escape [expr {($p % 160 - 128) / 64.0}] [expr {(2 * ($p / 160) + 1 - 160) / 128.0}]]
	}
	return $total
}
