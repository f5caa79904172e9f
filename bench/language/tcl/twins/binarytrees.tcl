# The twin of binarytrees.go: trees of lists are built, counted and dropped.
proc tree {depth} {
	if {$depth == 0} {
		return {}
	}
	incr depth -1
	return [list [tree $depth] [tree $depth]]
}

proc nodes {t} {
	if {[llength $t] == 0} {
		return 1
	}
	return [expr {1 + [nodes [lindex $t 0]] + [nodes [lindex $t 1]]}]
}

proc run {lo hi} {
	set total 0
	for {set i $lo} {$i < $hi} {incr i} {
		incr total [nodes [tree 7]]
	}
	return $total
}
