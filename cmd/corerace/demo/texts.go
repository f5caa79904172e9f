package demo

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"corerace/cmd/corerace/lesson"
)

//go:embed texts
var textFiles embed.FS

// Texts are what the wall says in one language, in a catalogue of the form that lessons have.
type Texts struct{ words *lesson.Words }

// Languages are those that there are texts in, sorted.
func Languages() (all []string) {
	folders, _ := textFiles.ReadDir("texts") // embedded: it is there
	for _, f := range folders {
		all = append(all, f.Name())
	}
	slices.Sort(all)
	return all
}

// TextsIn are the texts in a language.
func TextsIn(language string) (*Texts, error) {
	if !slices.Contains(Languages(), language) {
		return nil, fmt.Errorf("--lang is %q: one of %s expected", language, strings.Join(Languages(), ", "))
	}
	words, err := lesson.ReadWords(textFiles, "texts/"+language)
	if err != nil {
		return nil, err
	}
	words.Language = language
	return &Texts{words}, nil
}

// say is the text of a key with the values of its {names}, which are given as name and value in turn.
func (t *Texts) say(key string, pairs ...string) string { return t.words.Say(key, pairs...) }

// has is whether there is a text of a key.
func (t *Texts) has(key string) bool { return t.words.Has(key) }

// number is a number with so many decimals, spelt as in the language.
func (t *Texts) number(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if t.words.Language == "de" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
