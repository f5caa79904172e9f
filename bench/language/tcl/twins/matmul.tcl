# The twin of matmul.go: an item is 48 entries of a row of the product. Integers don't wrap: sums are cut to 64 bits.
set side 192
set u64 0xFFFFFFFFFFFFFFFF

proc splitmix {p} {
	global u64
	set z [expr {($p + 1) * 0x9E3779B97F4A7C15 & $u64}]
	set z [expr {($z ^ $z >> 30) * 0xBF58476D1CE4E5B9 & $u64}]
	set z [expr {($z ^ $z >> 27) * 0x94D049BB133111EB & $u64}]
	return [expr {$z ^ $z >> 31}]
}

for {set row 0} {$row < $side} {incr row} {
	for {set col 0} {$col < $side} {incr col} {
		lappend left($row) [splitmix [expr {$row * $side + $col}]]
		lappend right($col) [splitmix [expr {$side * $side + $row * $side + $col}]]
	}
}

proc run {lo hi} {
	global left right side u64
	set total 0
	for {set at [expr {$lo * 48}]} {$at < $hi * 48} {incr at} {
		foreach a $left([expr {$at / $side}]) b $right([expr {$at % $side}]) {
			set total [expr {$total + $a * $b}]
		}
	}
	return [expr {$total & $u64}]
}
