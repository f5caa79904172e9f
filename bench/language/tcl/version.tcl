puts "Tcl [info patchlevel] [expr {[catch {package require Thread} v] ? {none} : $v}]"
exit
