package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed texts/*.json
var textFiles embed.FS

// Texts are what the wall says in one language.
type Texts struct {
	words map[string]string
	comma bool // the decimal sign of the language
}

// Languages are those that there are texts in, sorted.
func Languages() (all []string) {
	files, _ := textFiles.ReadDir("texts") // embedded: it is there
	for _, f := range files {
		all = append(all, strings.TrimSuffix(f.Name(), ".json"))
	}
	slices.Sort(all)
	return all
}

// TextsIn are the texts in a language.
func TextsIn(language string) (*Texts, error) {
	if !slices.Contains(Languages(), language) {
		return nil, fmt.Errorf("--lang is %q: one of %s expected", language, strings.Join(Languages(), ", "))
	}
	data, err := textFiles.ReadFile(path.Join("texts", language+".json"))
	if err != nil {
		return nil, err
	}
	t := &Texts{}
	if err := json.Unmarshal(data, &t.words); err != nil {
		return nil, fmt.Errorf("texts in %q: %w", language, err)
	}
	t.comma = t.words["decimal sign"] == ","
	return t, nil
}

// say is the text of a key with the values of its {names}, which are given as name and value in turn.
func (t *Texts) say(key string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(t.words[key])
}

// has is whether there is a text of a key.
func (t *Texts) has(key string) bool { return t.words[key] != "" }

// number is a number with so many decimals, spelt as in the language.
func (t *Texts) number(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if t.comma {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
