package lesson

import (
	"bufio"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"corerace/results"
)

// Words is the catalogue of one language: the sentences that are printed, by key.
type Words struct {
	Language string
	texts    map[string]string
}

// catalogue is the file of a language's sentences, beside its lessons.
const catalogue = "sentences.txt"

// ReadWords reads the catalogue of a language.
//
//	key: a sentence
//	    that goes on where a line is indented
func ReadWords(dir fs.FS, language string) (*Words, error) {
	f, err := dir.Open(language + "/" + catalogue)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w := &Words{Language: language, texts: map[string]string{}}
	lines, key := bufio.NewScanner(f), ""
	for n := 1; lines.Scan(); n++ {
		s := lines.Text()
		switch {
		case s == "" || s[0] == '#':
		case s[0] == ' ' && key != "":
			w.texts[key] += " " + strings.TrimSpace(s)
		default:
			var text string
			var ok bool
			if key, text, ok = strings.Cut(s, ": "); !ok || w.texts[key] != "" {
				return nil, fmt.Errorf("%s/%s: line %d: key: sentence expected, each key once", language, catalogue, n)
			}
			w.texts[key] = strings.TrimSpace(text)
		}
	}
	return w, lines.Err()
}

// Keys are all that the catalogue has, in order.
func (w *Words) Keys() []string { return slices.Sorted(maps.Keys(w.texts)) }

// Has is whether there is a sentence.
func (w *Words) Has(key string) bool { return w.texts[key] != "" }

// Say is the sentence of a key with {name} filled in from pairs of name and value. A key that isn't there is shown as
// it is, which no test lets pass.
func (w *Words) Say(key string, pairs ...string) string {
	text, ok := w.texts[key]
	if !ok {
		return "[" + key + "]"
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// leastDigits is the last decimal that is ever written.
const leastDigits = 12

// Number is a figure in the language's way, with three digits that count, and with two where it is below 0.01: a small
// loss is no 0.
func (w *Words) Number(x float64) string {
	decimals := 2
	switch a := math.Abs(x); {
	case a >= 100:
		decimals = 0
	case a >= 10:
		decimals = 1
	case a > 0 && a < 0.01:
		decimals = min(1-int(math.Floor(math.Log10(a))), leastDigits)
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if w.Language == "de" {
		s = strings.ReplaceAll(s, ".", ",")
	}
	return s
}

// Figure is a figure with its unit: "1.93×", "12.5 %".
func (w *Words) Figure(x float64, unit string) string {
	if unit == "x" || unit == "" {
		return w.Number(x) + "×"
	}
	return w.Number(x) + " " + unit
}

// Tick is a round figure at an axis, with its unit: "0.5×".
func (w *Words) Tick(x float64, unit string) string {
	s := strconv.FormatFloat(x, 'g', 6, 64)
	if w.Language == "de" {
		s = strings.ReplaceAll(s, ".", ",")
	}
	if unit == "x" || unit == "" {
		return s + "×"
	}
	return s + " " + unit
}

// span is an interval with its unit.
func (w *Words) span(r results.Range, unit string) string {
	return w.Say("span", "lo", w.Figure(r.Lo, unit), "hi", w.Figure(r.Hi, unit))
}

// figures are the pairs that sentences of a quantity are filled in from.
func (w *Words) figures(m Quantity) []string {
	return []string{"value", w.Figure(m.Value, m.Unit), "span", w.span(m.Range, m.Unit), "busy", w.Number(m.Busy),
		"share", strconv.FormatFloat(math.Round(m.Share), 'f', 0, 64)}
}

// Doubt says why nothing can be said of a quantity; "" where something can.
func (w *Words) Doubt(m Quantity) string {
	switch {
	case m.Missing != "":
		return w.Say("missing."+m.Missing, w.figures(m)...)
	case m.Doubt != "":
		return w.Say("doubt."+m.Doubt, w.figures(m)...)
	case !m.Known:
		return w.Say("doubt.nothing")
	}
	return ""
}

// outcome says how a prediction and what was measured compare.
func (w *Words) outcome(outcome string, q *Question, r Reply, m Quantity) string {
	if doubt := w.Doubt(m); doubt != "" {
		return doubt
	}
	key := "outcome." + outcome
	pairs := append(w.figures(m), "prediction", w.Prediction(q, r))
	return w.Say(key, pairs...)
}

// Prediction is an answer for people.
func (w *Words) Prediction(q *Question, r Reply) string {
	if c := q.Choice(r.Choice); c != nil {
		return c.Text
	}
	return w.Figure(r.Number, q.Unit)
}

// explanation is what the numbers bear of a topic: what was seen, and why. Both are "" where nothing may be said.
func (w *Words) explanation(topic string, m Quantity) (seen, why string) {
	t, ok := TopicOf(topic)
	if !ok || !m.Claimable() {
		return "", ""
	}
	c := t.Case(m)
	if c == "" {
		return w.Say("explain.between", w.figures(m)...), ""
	}
	seen, why, _ = strings.Cut(w.Say("explain."+topic+"."+c, w.figures(m)...), " | ")
	return seen, why
}
