package chart

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// visual is a line in the order in which its letters stand, from left to right: a raster and a PDF set letters one after
// the other, and Hebrew, the one script of the fallback that is written from right to left, would stand the wrong way
// round. The line itself runs from left to right, and numbers within Hebrew keep their order. A browser does that by
// itself.
//
// Source: Unicode Standard Annex 9, of which this is what one level in a line from left to right needs.
func visual(line string) string {
	all := clusters(line)
	for i := 0; i < len(all); {
		if !rightToLeft(all[i]) {
			i++
			continue
		}
		end := i + 1
		for j := i + 1; j < len(all); j++ {
			if rightToLeft(all[j]) {
				end = j + 1
			} else if leftToRight(all[j]) {
				break
			}
		}
		slices.Reverse(all[i:end])
		i = end
	}
	out := make([]byte, 0, len(line))
	for _, c := range all {
		out = append(out, c...)
	}
	return string(out)
}

// clusters are the letters of a line with the marks on them, and its numbers as a whole.
func clusters(line string) (all []string) {
	var last rune
	for _, r := range line {
		joins := len(all) > 0 && (unicode.Is(unicode.M, r) || unicode.IsDigit(r) && unicode.IsDigit(last))
		if joins {
			all[len(all)-1] += string(r)
		} else {
			all = append(all, string(r))
		}
		if !unicode.Is(unicode.M, r) {
			last = r
		}
	}
	return all
}

func rightToLeft(cluster string) bool {
	r, _ := utf8.DecodeRuneInString(cluster)
	return unicode.Is(unicode.Hebrew, r)
}

// leftToRight is whether a cluster is a letter of another script; spaces, signs and numbers go with what they stand in.
func leftToRight(cluster string) bool {
	r, _ := utf8.DecodeRuneInString(cluster)
	return unicode.IsLetter(r) && !unicode.Is(unicode.Hebrew, r)
}
