package scaling

import "math"

// normal is JᵀWJ and JᵀWr at the parameters.
func (d data) normal(l law, p params) (a [3]params, g params) {
	for k, n := range d.n {
		x, by := l.at(n, p)
		r := d.x[k] - x
		for i := range l.size {
			g[i] += d.w[k] * by[i] * r
			for j := range l.size {
				a[i][j] += d.w[k] * by[i] * by[j]
			}
		}
	}
	return a, g
}

// solve is the damped step for the free parameters, each measured by its own curvature, so that units don't matter.
// It is 0 where there is none.
func solve(a [3]params, g params, damping float64, free [3]bool) params {
	var idx [3]int
	var unit params
	k := 0
	for i := range free {
		if unit[i] = math.Sqrt(a[i][i]); free[i] && unit[i] > 0 && !math.IsInf(unit[i], 0) {
			idx[k] = i
			k++
		}
	}
	var m [3][4]float64
	for r, i := range idx[:k] {
		for c, j := range idx[:k] {
			m[r][c] = a[i][j] / unit[i] / unit[j]
		}
		m[r][r] += damping
		m[r][3] = g[i] / unit[i]
	}
	for c := range k { // Gauss without pivots: m is positive definite
		for r := c + 1; r < k; r++ {
			f := m[r][c] / m[c][c]
			for j := c; j < 4; j++ {
				m[r][j] -= f * m[c][j]
			}
		}
	}
	var step params
	for r := k - 1; r >= 0; r-- {
		x := m[r][3]
		for c := r + 1; c < k; c++ {
			x -= m[r][c] * step[idx[c]] * unit[idx[c]]
		}
		step[idx[r]] = x / m[r][r] / unit[idx[r]]
		if math.IsNaN(step[idx[r]]) || math.IsInf(step[idx[r]], 0) {
			return params{}
		}
	}
	return step
}
