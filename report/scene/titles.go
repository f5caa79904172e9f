package scene

import "corerace/results/conditions"

// OpenTitle is a title, with why it is left open where it is.
func OpenTitle(title string, c conditions.Conditions, rounds int) string {
	if why := c.Why(rounds); why != "" {
		return title + ": inconclusive, " + why
	}
	return title
}

// Inconclusive stands where a figure would be that the conditions don't bear.
const Inconclusive = "inconclusive"
