package chart

import "testing"

func TestLettersStandInTheOrderOfTheirScript(t *testing.T) {
	for line, want := range map[string]string{
		"goroutines ×2":         "goroutines ×2",
		"אבג":                   "גבא",
		"אב גד: 1.97×":          "דג בא: 1.97×",
		"mode אב12ג, gil":       "mode ג12בא, gil",
		"שָלוֹם world":          "םוֹלשָ world",
		"Привет, e\u0301té ≥ 2": "Привет, e\u0301té ≥ 2",
		"":                      "",
	} {
		if got := visual(line); got != want {
			t.Errorf("%q stands as %q, want %q", line, got, want)
		}
	}
}
