package chart

// HeatSteps is how many levels a share has where it is drawn over time: neighbours of one level become one shape.
const HeatSteps = 33

// Shade is the step of a busy share: 0 for idle, HeatSteps-1 for a whole core.
func Shade(busy float64) int {
	if !(busy > 0) { // also what isn't a number
		return 0
	}
	return int(min(busy, 1)*(HeatSteps-1) + 0.5)
}
