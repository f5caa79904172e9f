package examples

import (
	"strings"
	"unicode"
)

// Tokens splits a text into words and marks.
func Tokens(text string) (tokens []string) {
	start := -1
	for i, r := range text {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		if word && start < 0 {
			start = i
		}
		if word {
			continue
		}
		if start >= 0 {
			tokens, start = append(tokens, text[start:i]), -1
		}
		if !unicode.IsSpace(r) {
			tokens = append(tokens, string(r))
		}
	}
	if start >= 0 {
		tokens = append(tokens, text[start:])
	}
	return tokens
}

// Texts are documents of some hundred words.
func Texts(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = strings.Repeat("A tokenizer, however short, meets “words” and 42 marks. ", 4+i%5)
	}
	return texts
}
