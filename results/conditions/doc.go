// Package conditions says what the machine was like while something was measured, and what that allows to be said.
//
//	hosts, rounds ─> grant ─────────┐
//	stream of cores, own use ─> taking: what others had of the cores, a round ─> contention of the median round
//	                                   below 10 %  quiet       below 30 %  noisy       else  inconclusive
//	                                   most rounds don't tell: unknown
//
// The rule of what a busy machine allows is here once, for races and for every other experiment. It is judged by what
// other programs and the hypervisor took, never by a wall time. What couldn't be read is unknown, which bears no claim
// either: it is never taken for quiet. This package knows records, and neither cells nor estimates nor verdicts.
package conditions
