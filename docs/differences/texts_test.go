package differences

import (
	"maps"
	"slices"
	"strings"
	"testing"

	lab "corerace/bench/lab/differences"
)

// texts are those of an experiment in all languages.
func texts(t *testing.T, name string) map[string]*Text {
	t.Helper()
	all := map[string]*Text{}
	for _, lang := range Langs() {
		text, err := Read(name, lang)
		if err != nil {
			t.Fatal(err)
		}
		all[lang] = text
	}
	return all
}

func TestEachKeyIsThereInEachLanguage(t *testing.T) {
	for _, e := range lab.All() {
		all := texts(t, e.Name)
		en := all["en"]
		for lang, text := range all {
			if text.Title == "" || !strings.HasSuffix(text.Question, "?") {
				t.Errorf("%s.%s: title %q, question %q", e.Name, lang, text.Title, text.Question)
			}
			if !same(text.Choices, en.Choices) || !same(text.sayings, en.sayings) {
				t.Errorf("%s: %s and en don't have the same keys", e.Name, lang)
			}
			for key, s := range text.sayings {
				if s.Seen == "" || s.Why == "" {
					t.Errorf("%s.%s: %s has no words", e.Name, lang, key)
				}
				if a, b := places(s.Seen+s.Why), places(en.sayings[key].Seen+en.sayings[key].Why); !alike(a, b) {
					t.Errorf("%s.%s: %s asks for %v, in English for %v", e.Name, lang, key, a, b)
				}
			}
		}
	}
	en, err := ReadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Langs() {
		words, err := ReadWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		if !same(words, en) {
			t.Errorf("words of %s and en don't have the same names", lang)
		}
		for name, text := range words {
			if text == "" || !alike(places(text), places(en[name])) {
				t.Errorf("words.%s: %s is %q", lang, name, text)
			}
		}
	}
}

// same is whether two maps have the same keys.
func same[A, B any](a map[string]A, b map[string]B) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}

// alike is whether two texts ask for the same facts, in whatever order and however often.
func alike(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

func TestEachOutcomeAndEachChoiceHasItsWordsAndNoMore(t *testing.T) {
	for _, e := range lab.All() {
		text := texts(t, e.Name)["en"]
		asked := map[string]bool{}
		for _, w := range lab.Ways() {
			for _, outcome := range e.Outcomes(w) {
				s, ok := text.Of(string(w), outcome)
				if !ok {
					t.Errorf("%s: nothing is said of %s with %s", e.Name, outcome, w)
				}
				asked[outcome], asked[string(w)+" "+outcome] = true, true
				for _, fact := range places(s.Seen + s.Why) {
					if !slices.Contains(e.Facts, fact) {
						t.Errorf("%s: %s asks for the fact %s, which isn't told", e.Name, outcome, fact)
					}
				}
			}
		}
		for key := range text.sayings {
			if !asked[key] && key != "stayed" {
				t.Errorf("%s: %s is never seen", e.Name, key)
			}
		}
		var choices []string
		for _, c := range e.Choices {
			choices = append(choices, c.Name)
		}
		if !alike(choices, slices.Collect(maps.Keys(text.Choices))) {
			t.Errorf("%s: the choices are %v, the texts %v", e.Name, choices, text.Choices)
		}
	}
}

func TestAFactIsFilledInAsItIs(t *testing.T) {
	got, whole := Fill("{a} and {b}", map[string]string{"a": "{b}", "b": "{a} $1"})
	if got != "{b} and {a} $1" || !whole {
		t.Errorf("%q, %v", got, whole)
	}
	if _, whole := Fill("{a} and {b}", map[string]string{"a": "1"}); whole {
		t.Error("a text that lacks a fact is taken for whole")
	}
}

func TestAFileThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{"Title\nquestion?\nwhat?", "Title\nquestion?\n[seen]\nwhy",
		"T\nq?\n[a] x\nwhy\n[a] y\nwhy"} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Read("global", "fr"); err == nil {
		t.Error("there is French")
	}
}

// places are the names of the facts that a text asks for.
func places(text string) (names []string) {
	for _, m := range place.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}
