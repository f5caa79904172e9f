// Package race is the experiment: every cell (workload × mode × workers) measured once in each round, in random order,
// so that what slows a round down falls on all of them.
//
//	Experiment ──Plan──> Race ──Run──> Sink
//	             │               │
//	             bind            round: each cell opens a pool, does its passes, checks the sum
//	             calibrate       look: is it precise enough, or the machine too busy
//	             size            streams: what every core did meanwhile
//	             cells
//	             fit into the budget
//
// A record that was cut short goes on by [Resume]; other builds of a program take part as agents. This package knows
// modes by their contract alone, never one of them by its name but serial, the baseline of all. It judges nothing
// beyond when to stop.
package race
