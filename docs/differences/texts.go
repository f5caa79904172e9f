// Package differences has what is said of the experiments on subtle differences, a file for each of them and for each
// language, and one with the words around them:
//
//	title
//
//	question
//
//	- choice: what is expected then
//
//	[outcome] what was seen, in a few words
//	why
//	[way outcome] the same, where this way of having a worker needs other words
//	why
//
// What stands in braces is filled in with a fact. It knows names, and nothing of who makes the experiments.
package differences

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed *.txt
var files embed.FS

// Langs are the languages that there are texts in.
func Langs() []string { return []string{"en", "de"} }

// A Text is what is said of an experiment.
type Text struct {
	Title, Question string
	Choices         map[string]string
	sayings         map[string]Saying // by the outcome, or by "way outcome"
}

// A Saying is what is said of an outcome: what was seen, and why.
type Saying struct{ Seen, Why string }

// Of returns what is said of an outcome that was seen with a way of having a worker.
func (t *Text) Of(way, outcome string) (Saying, bool) {
	s, ok := t.sayings[way+" "+outcome]
	if !ok {
		s, ok = t.sayings[outcome]
	}
	return s, ok
}

// Read returns what is said of an experiment in a language.
func Read(name, lang string) (*Text, error) {
	b, err := files.ReadFile(name + "." + lang + ".txt")
	if err != nil {
		return nil, err
	}
	t, err := parse(string(b))
	if err != nil {
		return nil, fmt.Errorf("%s.%s.txt: %w", name, lang, err)
	}
	return t, nil
}

// parse takes a file apart.
func parse(text string) (*Text, error) {
	t := &Text{Choices: map[string]string{}, sayings: map[string]Saying{}}
	open := "" // the outcome whose explanation comes next
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		key, rest := "", ""
		if after, isChoice := strings.CutPrefix(line, "- "); isChoice {
			key, rest, _ = strings.Cut(after, ": ")
			t.Choices[key] = rest
			continue
		}
		if after, isSaying := strings.CutPrefix(line, "["); isSaying {
			key, rest, _ = strings.Cut(after, "] ")
			if _, twice := t.sayings[key]; twice || rest == "" {
				return nil, fmt.Errorf("line %d: [outcome] and what was seen expected, each once", n)
			}
			open = key
			t.sayings[key] = Saying{Seen: rest}
			continue
		}
		switch {
		case line == "":
		case t.Title == "":
			t.Title = line
		case t.Question == "":
			t.Question = line
		case open != "":
			t.sayings[open] = Saying{t.sayings[open].Seen, line}
			open = ""
		default:
			return nil, fmt.Errorf("line %d: a choice or an outcome expected", n)
		}
	}
	return t, nil
}

// Words are those around the experiments in a language, by their names.
type Words map[string]string

// ReadWords returns the words of a language.
func ReadWords(lang string) (Words, error) {
	b, err := files.ReadFile("words." + lang + ".txt")
	if err != nil {
		return nil, err
	}
	words := Words{}
	for line := range strings.Lines(string(b)) {
		key, text, found := strings.Cut(strings.TrimSpace(line), ": ")
		if !found {
			key, found = strings.CutSuffix(key, ":")
		}
		if !found {
			return nil, fmt.Errorf("words.%s.txt: %q: a name and its words expected", lang, line)
		}
		words[key] = text
	}
	return words, nil
}

// Fill is the words with a name, with facts filled in.
func (w Words) Fill(name string, facts map[string]string) string {
	text, _ := Fill(w[name], facts)
	return text
}

var place = regexp.MustCompile(`\{(\w+)\}`)

// Fill fills facts into a text, and returns whether it has all that the text asks for. A fact is never looked at for
// further places.
func Fill(text string, facts map[string]string) (filled string, whole bool) {
	whole = true
	filled = place.ReplaceAllStringFunc(text, func(p string) string {
		fact, known := facts[p[1:len(p)-1]]
		whole = whole && known && fact != ""
		return fact
	})
	return filled, whole
}
