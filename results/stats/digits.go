package stats

import "strconv"

// Digits is a number for people, rounded to so many significant digits: 1230 and not 1.23e+03, as the verb g of fmt and
// its kin have it from there on. What is 1e15 or more, or below 1e-6, has an exponent.
func Digits(x float64, n int) string {
	rounded := strconv.FormatFloat(x, 'g', n, 64)
	v, err := strconv.ParseFloat(rounded, 64)
	if size := max(v, -v); err != nil || !(size < 1e15) || size < 1e-6 {
		return rounded
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
