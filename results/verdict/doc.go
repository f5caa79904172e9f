// Package verdict says what a record of a race bears: a [Summary] of its cells, and for each workload which mode won,
// by how much and how sure that is.
//
//	Record ─> table of cells ─> estimates ─────────> verdicts ─> sentences
//	   └────> conditions (results/conditions) ──────────┘
//	             └ busy or unknown: none on wall times, a projection where it can be told
//
// The unit is the round: a speedup is paired inside it, so that what slows a whole round down cancels out. That one
// mode beat another is said where their own ratio shows it, beside everything else that is said and above what equal
// programs differ by; that two are equal, where that was shown. This package knows records, their statistics and their
// conditions, and nothing of how they are shown.
package verdict
