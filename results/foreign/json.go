package foreign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"
)

// A document is a JSON text as it is read. The first thing that isn't as expected is its error, and names its path.
type document struct{ err error }

// A node is a value in a document, or nothing at the place where one might be.
type node struct {
	doc  *document
	path string // "results[3].times"; "" is the whole document
	v    any    // as readTree has it, numbers as json.Number; nil is null, or missing
}

// newDocument reads a JSON text.
func newDocument(data []byte) (node, error) {
	v, err := readTree(data)
	return node{doc: new(document), v: v}, err
}

// lineAt is the line of a place in a text, from 1.
func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n"))
}

// fail notes what was expected at a node.
func (n node) fail(expected string) {
	if n.doc.err != nil {
		return
	}
	place := n.path
	if place == "" {
		place = "the document"
	}
	n.doc.err = fmt.Errorf("%s: expected %s, got %s", place, expected, n.kind())
}

// kind is what a node has, for people.
func (n node) kind() string {
	switch v := n.v.(type) {
	case nil:
		return "nothing"
	case map[string]any:
		return "an object"
	case []any, []float64:
		return "a list"
	case string:
		return strconv.Quote(clipped(v, 40))
	}
	return clipped(fmt.Sprint(n.v), 40)
}

// clipped is at most so many runes of a text.
func clipped(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// has is whether an object has a key.
func (n node) has(key string) bool {
	m, _ := n.v.(map[string]any)
	_, is := m[key]
	return is
}

// get is the value of a key, which may be missing.
func (n node) get(key string) node {
	m, _ := n.v.(map[string]any)
	path := key
	if n.path != "" {
		path = n.path + "." + key
	}
	return node{n.doc, path, m[key]}
}

// length is how many elements a list has that must be there.
func (n node) length() int {
	switch l := n.v.(type) {
	case []any:
		return len(l)
	case []float64:
		return len(l)
	}
	n.fail("a list")
	return 0
}

// at is an element of a list.
func (n node) at(i int) node {
	e := node{doc: n.doc, path: n.path + "[" + strconv.Itoa(i) + "]"}
	switch l := n.v.(type) {
	case []any:
		e.v = l[i]
	case []float64:
		e.v = spelling(l[i])
	}
	return e
}

// list are the elements of a list that must be there.
func (n node) list() []node {
	all := make([]node, n.length())
	for i := range all {
		all[i] = n.at(i)
	}
	return all
}

// few are the elements of a list that has at most maxBenches of them.
func (n node) few() []node {
	if have := n.length(); have > maxBenches {
		if n.doc.err == nil {
			n.doc.err = fmt.Errorf("%s: expected at most %d elements, got %d", n.path, maxBenches, have)
		}
		return nil
	}
	return n.list()
}

// text is a string that must be there, and isn't empty.
func (n node) text() string {
	s, _ := n.v.(string)
	if s == "" {
		n.fail("a text")
	}
	return s
}

// maybe is a string, a number or a truth as a text, and "" where there is none.
func (n node) maybe() string {
	switch v := n.v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// spelt is a value of any kind as a text: a list and an object as JSON, nothing as null.
func (n node) spelt() string {
	switch n.v.(type) {
	case string, json.Number, bool:
		return n.maybe()
	}
	text, err := json.Marshal(n.v)
	if err != nil {
		return ""
	}
	return string(text)
}

// number is a number that must be there and isn't negative.
func (n node) number(what string) float64 {
	v, ok := n.v.(json.Number)
	if !ok {
		n.fail(what)
		return 0
	}
	x, err := v.Float64()
	if err != nil || math.IsInf(x, 0) || x < 0 {
		n.fail(what)
		return 0
	}
	return x
}

// least is a whole number from lo on that must be there; what is far too large is as large as can be.
func (n node) least(lo int, what string) int {
	x := n.number(what)
	if x != math.Trunc(x) || x < float64(lo) {
		n.fail(what)
		return lo
	}
	return int(min(x, math.MaxInt32))
}

// numbers are those of a list, in seconds, of which the factor is a unit.
func (n node) numbers(unit float64) []float64 {
	const what = "a time, which isn't negative"
	xs := make([]float64, n.length())
	long, _ := n.v.([]float64)
	for i := range xs {
		if long != nil && long[i] >= 0 {
			xs[i] = long[i] * unit
			continue
		}
		xs[i] = n.at(i).number(what) * unit
	}
	return xs
}

// time is a date in one of the forms that tools write, and the zero time where there is none.
func (n node) time() time.Time {
	s, _ := n.v.(string)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999999", "2006-01-02 15:04:05.999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// millis is a date in ms since 1970, and the zero time where there is none.
func (n node) millis() time.Time {
	const latest = 253402300799e3 // the end of the year 9999
	v, _ := n.v.(json.Number)
	ms, err := v.Float64()
	if err != nil || !(ms > 0 && ms < latest) {
		return time.Time{}
	}
	return time.UnixMilli(int64(ms)).UTC()
}
