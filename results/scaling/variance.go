package scaling

import "math"

// logVariances is the variance of log throughput within a round, for every column of the rows; all 0 where there are
// fewer than 2 rounds or 2 columns.
//
// The columns of a row share the noise of the workers=1 sample that they are divided by, and what slowed the whole
// round down. So the variance is that of what a two-way table leaves, y − mean of its round − mean of its column +
// mean of all, which is the same whatever the rows are divided by; a free γ in a fit takes up the rest. The factor
// makes it right on average where all columns are equally noisy.
//
// Each is then averaged with the mean of all, because a variance from a few rounds is itself so noisy that a lucky
// column would otherwise draw a whole fit to itself.
//
// Source: Scheffé, The Analysis of Variance (1959), chapter 4.
func logVariances(rows [][]float64) []float64 {
	if len(rows) == 0 {
		return nil
	}
	r, c := len(rows), len(rows[0])
	v := make([]float64, c)
	if r < 2 || c < 2 {
		return v
	}
	byRow, byColumn, all := make([]float64, r), make([]float64, c), 0.0
	for i, row := range rows {
		for j, x := range row {
			y := math.Log(x)
			byRow[i] += y / float64(c)
			byColumn[j] += y / float64(r)
			all += y / float64(r*c)
		}
	}
	pooled := 0.0
	for i, row := range rows {
		for j, x := range row {
			e := math.Log(x) - byRow[i] - byColumn[j] + all
			v[j] += e * e * float64(c) / float64((r-1)*(c-1))
		}
	}
	for _, x := range v {
		pooled += x / float64(c)
	}
	for j := range v {
		v[j] = (v[j] + pooled) / 2
	}
	return v
}
