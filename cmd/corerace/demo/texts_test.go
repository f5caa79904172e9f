package demo

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"corerace/results/recorded"
)

// textsIn are the texts in a language.
func textsIn(t *testing.T, language string) *Texts {
	t.Helper()
	texts, err := TextsIn(language)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	name := regexp.MustCompile(`\{\w+\}`)
	english := textsIn(t, "en")
	if len(Languages()) < 2 {
		t.Errorf("only %q", Languages())
	}
	for _, language := range Languages() {
		texts := textsIn(t, language)
		for _, key := range english.words.Keys() {
			if !texts.has(key) {
				t.Errorf("%s lacks %q", language, key)
			}
			for _, x := range name.FindAllString(texts.say(key), -1) {
				if !slices.Contains(name.FindAllString(english.say(key), -1), x) {
					t.Errorf("%s: %q has %s, which English hasn't", language, key, x)
				}
			}
		}
		for _, key := range texts.words.Keys() {
			if !english.has(key) {
				t.Errorf("%s has %q, which English hasn't", language, key)
			}
		}
	}
}

func TestEveryTextThatIsSaidIsThere(t *testing.T) {
	english := textsIn(t, "en")
	said := regexp.MustCompile(`(?:say\(|filled\(\w+(?:\.\w+)?, )"([^"\n]+)"[,)]`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(source), -1) {
			if n++; !english.has(m[1]) {
				t.Errorf("%s says %q, which isn't there", file, m[1])
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d texts are said: the pattern no longer fits", n)
	}
}

func TestRecordingsThatTextsNameAreCarried(t *testing.T) {
	named := regexp.MustCompile(`--replay ([a-z0-9-]+)`)
	for _, language := range Languages() {
		texts := textsIn(t, language)
		for _, key := range texts.words.Keys() {
			for _, m := range named.FindAllStringSubmatch(texts.say(key), -1) {
				if !slices.Contains(recorded.Names(), m[1]) {
					t.Errorf("%s: %q names the recording %s, which isn't there", language, key, m[1])
				}
			}
		}
	}
}
