// Package stats is numbers in, numbers out: estimates with their intervals, tests, and how many rounds they take. It
// knows no record and no mode, and every formula names its source.
//
// The estimates are opinionated. Two series are compared pair by pair, as ratios of what was measured in the same
// round, by the Hodges-Lehmann estimate and the interval of the signed-rank test, or by the median where many pairs are
// severe outliers. Doubt about a number is part of the number: an [Estimate] of too few rounds has no interval.
package stats
