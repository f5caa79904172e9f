# The workers of a race in Tcl: one in the main thread, or threads, each of which reads this file. They speak the line
# protocol of bench/language/speak.
#
# arguments: way, workers, items in a pass, items in a share
set began [clock microseconds]

# The twin: it defines run lo hi. What it builds, it builds when it is loaded.
# THE TWIN

set setup [expr {max(0, [clock microseconds] - $began) * 1000}]
set mask64 0xFFFFFFFFFFFFFFFF

# say tells the parent one line. It is one write, so lines of several workers don't mix.
proc say {args} {
	puts stdout [string range [string map {\n { }} [join $args]] 0 1999]
	flush stdout
}

# The kernel's number of this thread.
proc thread_id {} {
	return [file tail [file readlink /proc/thread-self]]
}

# CPU time of this thread and how long it waited for a core, in ns.
proc used {} {
	set f [open /proc/thread-self/schedstat]
	set words [read $f]
	close $f
	return [lrange $words 0 1]
}

proc job {i claim n cut passes} {
	lassign [used] cpu wait
	set start [clock microseconds]
	set told $start
	set per_pass [expr {($n + $cut - 1) / $cut}]
	set total [expr {$per_pass * $passes}]
	set sum 0
	set shares 0
	while {[set k [$claim]] < $total} {
		set lo [expr {$k % $per_pass * $cut}]
		set sum [expr {($sum + [run $lo [expr {min($lo + $cut, $n)}]]) & $::mask64}]
		incr shares
		set t [clock microseconds]
		if {$t - $told > 250000 || $t < $told} { # or the clock was set back
			set told $t
			say at $i $shares
		}
	}
	set window [expr {max(0, [clock microseconds] - $start) * 1000}]
	lassign [used] c w
	say row $i [pid] [thread_id] $shares $sum [expr {$c - $cpu}] 0 $window [expr {$w - $wait}]
}

# guarded does what a worker does, and says what goes wrong.
proc guarded {i script} {
	if {[catch {uplevel #0 $script} what]} {
		say fail $i $what
		exit 1
	}
}

proc ready {i size share} {
	run 0 [expr {min($share, $size)}]
	say ready $i [pid] [thread_id] $::setup
}

proc claim_by_counting {} {
	set k $::next
	incr ::next
	return $k
}

proc claim_shared {} {
	return [expr {[tsv::incr shares next] - 1}]
}

proc serial {size share} {
	ready 0 $size $share
	while {[gets stdin line] >= 0} {
		set ::next 0
		job 0 claim_by_counting {*}[lrange $line 1 3]
	}
}

proc crew {workers size share} {
	package require Thread
	tsv::set shares next 0
	set all {}
	for {set i 0} {$i < $workers} {incr i} {
		set t [thread::create {thread::wait}]
		thread::send $t [list set worker $i]
		thread::send -async $t [list source [info script]]
		thread::send -async $t [list guarded $i [list ready $i $size $share]]
		lappend all $t
	}
	while {[gets stdin line] >= 0} {
		tsv::set shares next 0
		set i 0
		foreach t $all {
			thread::send -async $t [list guarded $i [list job $i claim_shared {*}[lrange $line 1 3]]]
			incr i
		}
	}
	exit 0
}

if {![info exists worker]} {
	lassign $argv way workers size share
	if {$way eq "serial"} {
		guarded 0 [list serial $size $share]
	} else {
		crew $workers $size $share
	}
}
