package legible

import (
	"io"
	"strings"
)

// asciiForms spells the characters of our own texts without Unicode.
var asciiForms = strings.NewReplacer(
	"×", "x", "–", "-", "—", "-", "…", "...", "·", "-", "µ", "u", "μ", "u", "±", "+/-", "÷", "/",
	"≥", ">=", "≤", "<=", "→", "->", "²", "2", "Σ", "sum", "\u00a0", " ", "’", "'", "“", `"`, "”", `"`,
	"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "„", `"`,
)

// ToASCII spells s in ASCII; what can't be spelt becomes a question mark.
func ToASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 126 {
			return '?'
		}
		return r
	}, asciiForms.Replace(s))
}

// ASCII is a writer that spells what it is given in ASCII, for terminals that know nothing else.
type ASCII struct{ To io.Writer }

// Write implements io.Writer. It is for those who write whole texts, which cut no character in two.
func (a ASCII) Write(p []byte) (int, error) {
	if _, err := io.WriteString(a.To, plainBars(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// plainBars is toASCII for texts with bars: a full cell is a sign, a fainter one another, an empty one a point.
func plainBars(s string) string {
	return ToASCII(strings.NewReplacer("█", "#", "▒", "=", "░", ".", "▏", "#", "▎", "#", "▍", "#", "▌", "#", "▋", "#",
		"▊", "#",
		"▉", "#").Replace(s))
}
