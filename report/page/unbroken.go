package page

import "regexp"

// unbreakable is a space that no line may end at: one between a number and its unit, or between a mode and how many
// workers it has.
var unbreakable = regexp.MustCompile(`([0-9]) (%|[nµm]?s\b|[KMG]?i?B\b)|(\pL) (×[0-9])`)

// unbroken keeps a number and its unit on one line, and a mode and its workers.
func unbroken(s string) string { return unbreakable.ReplaceAllString(s, "$1$3\u00a0$2$4") }

// unbrokenAll is unbroken of several sentences.
func unbrokenAll(sentences []string) (all []string) {
	for _, s := range sentences {
		all = append(all, unbroken(s))
	}
	return all
}
