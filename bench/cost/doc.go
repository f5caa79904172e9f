// Package cost measures what it costs to let others work: how short a share and a job may be in each mode ([Grain]).
// Beside it, talk measures messages between goroutines, threads and processes, and pools this project's pools of
// processes and Python's. What the three have in common, when to stop and in which order, is in rounds.
//
// Each is an experiment of its own kind, with rounds like a race, and hands over what results/costs sums up.
//
// They know modes and how to run them. They know nothing of how the figures are judged or shown.
package cost
