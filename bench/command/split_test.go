package command

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLinesAreSplitAsAShellDoes(t *testing.T) {
	for line, want := range map[string][]string{
		"xz -T{workers} -kc FILE":     {"xz", "-T{workers}", "-kc", "FILE"},
		`a 'b c' "d \"e\" \n" f\ g`:   {"a", "b c", `d "e" \n`, "f g"},
		`a '' "" b#c`:                 {"a", "", "", "b#c"},
		`python3 -c 'print("|>*$x")'`: {"python3", "-c", `print("|>*$x")`},
		`grep \* "?" '[' ~ {a,b}`:     {"grep", "*", "?", "[", "~", "{a,b}"},
		"a b # a comment":             {"a", "b"},
		`sed 's/\(a\)/\1/'`:           {"sed", `s/\(a\)/\1/`},
	} {
		got, err := Split(line)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is split into %q, %v", line, got, err)
		}
	}
}

func TestWhatNeedsAShellIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"a | b":     "more than one plain command, which needs a shell: give --shell",
		"a > b":     "a redirection",
		"a && b":    "more than one plain command",
		"a; b":      "several commands",
		"a &":       "a mark of the shell",
		"a $HOME":   "a variable",
		`a "$HOME"`: "a variable",
		"a `b`":     "a substitution",
		"a *.txt":   "a pattern of file names",
		"A=1 b":     "sets a variable: give --env",
		"":          "is no command",
		"  # a":     "is no command",
		"a 'b":      "can't be split into words",
		"if a":      "can't be split into words",
	} {
		if _, err := Split(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("a b", "it's", "")
	f.Add("#", "$x", "\\\n")
	f.Add("}", "if", "a=b")
	f.Add("a=b", "}", "{workers}")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		words := []string{a, b, c}
		for _, w := range words {
			if strings.ContainsAny(w, "\x00\r") || !utf8.ValidString(w) {
				t.Skip()
			}
		}
		got, err := Split(Quote(words))
		if err != nil || !slices.Equal(got, words) {
			t.Errorf("%q is quoted as %s and split into %q, %v", words, Quote(words), got, err)
		}
	})
}
