package report

import "strings"

// asciiForms spells the characters of our own texts without Unicode.
var asciiForms = strings.NewReplacer(
	"×", "x", "–", "-", "—", "-", "…", "...", "·", "-", "µ", "u", "μ", "u", "±", "+/-", "÷", "/",
	"≥", ">=", "≤", "<=", "→", "->", "²", "2", "Σ", "sum", "\u00a0", " ", "’", "'", "“", `"`, "”", `"`,
)

// toASCII spells s in ASCII; what can't be spelt becomes a question mark.
func toASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 126 {
			return '?'
		}
		return r
	}, asciiForms.Replace(s))
}
