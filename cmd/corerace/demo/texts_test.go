package demo

import (
	"maps"
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
	english := textsIn(t, "en").words
	if len(Languages()) < 2 {
		t.Errorf("only %q", Languages())
	}
	for _, language := range Languages() {
		words := textsIn(t, language).words
		for _, key := range slices.Sorted(maps.Keys(english)) {
			if words[key] == "" {
				t.Errorf("%s lacks %q", language, key)
			}
			for _, x := range name.FindAllString(words[key], -1) {
				if !slices.Contains(name.FindAllString(english[key], -1), x) {
					t.Errorf("%s: %q has %s, which English hasn't", language, key, x)
				}
			}
		}
		for key := range words {
			if english[key] == "" {
				t.Errorf("%s has %q, which English hasn't", language, key)
			}
		}
	}
}

func TestEveryTextThatIsSaidIsThere(t *testing.T) {
	english := textsIn(t, "en").words
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
			if n++; english[m[1]] == "" {
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
		for key, text := range textsIn(t, language).words {
			for _, m := range named.FindAllStringSubmatch(text, -1) {
				if !slices.Contains(recorded.Names(), m[1]) {
					t.Errorf("%s: %q names the recording %s, which isn't there", language, key, m[1])
				}
			}
		}
	}
}
