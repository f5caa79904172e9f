package foreign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Bounds of a JSON text, beside that of its length. A value costs up to some 200 bytes of memory and a number in a long
// list 16, so no text takes more than a GiB, and one of a tool some four times its length.
const (
	maxText    = 128 << 10 // bytes of a text
	maxNested  = 1000      // lists and objects in each other
	maxNodes   = 2 << 20   // values, but for numbers in long lists
	maxNumbers = 16 << 20  // in long lists
)

// longList is from how many numbers on a list keeps them packed, as []float64. The numbers of a short one keep how they
// were spelt: it may be a parameter.
const longList = 64

// A treeReader reads a JSON text, value by value.
type treeReader struct {
	d              *json.Decoder
	data           []byte
	nodes, numbers int
	nested         int
}

// readTree reads a JSON text as encoding/json would, but for long lists of numbers, which are []float64. Its errors name
// the line. What stands behind the text is one, and a key that stands twice in one object: which of the two is meant
// can't be told.
func readTree(data []byte) (any, error) {
	t := &treeReader{d: json.NewDecoder(bytes.NewReader(data)), data: data}
	t.d.UseNumber()
	v, err := t.value()
	if err != nil {
		return nil, err
	}
	if _, more := t.d.Token(); more != io.EOF {
		return nil, fmt.Errorf("line %d: %w", t.line(), ErrFollows)
	}
	return v, nil
}

// line is the line of what comes next, from 1.
func (t *treeReader) line() int {
	rest := t.data[min(t.d.InputOffset(), int64(len(t.data))):]
	return lineAt(t.data, int64(len(t.data)-len(bytes.TrimLeft(rest, " \r\n\t,:"))))
}

// token is the next token.
func (t *treeReader) token() (json.Token, error) {
	token, err := t.d.Token()
	if err == nil {
		return token, nil
	}
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("line %d: the file ends within its JSON", lineAt(t.data, int64(len(t.data))))
	}
	return nil, fmt.Errorf("line %d: not JSON: %w", t.line(), err)
}

// value is the next value.
func (t *treeReader) value() (any, error) {
	token, err := t.token()
	if err != nil {
		return nil, err
	}
	return t.rest(token)
}

// rest is the value that a token begins.
func (t *treeReader) rest(token json.Token) (v any, err error) {
	if t.nodes++; t.nodes > maxNodes {
		return nil, fmt.Errorf("line %d: more than %d values", t.line(), maxNodes)
	}
	delim, is := token.(json.Delim)
	if !is {
		if text, _ := token.(string); len(text) > maxText {
			return nil, fmt.Errorf("line %d: a text of %d bytes, above %d", t.line(), len(text), maxText)
		}
		return token, nil
	}
	if t.nested++; t.nested > maxNested {
		return nil, fmt.Errorf("line %d: more than %d lists and objects in each other", t.line(), maxNested)
	}
	if delim == '{' {
		v, err = t.object()
	} else {
		v, err = t.list()
	}
	t.nested--
	return v, err
}

// object is what an object has, up to its brace.
func (t *treeReader) object() (any, error) {
	o := map[string]any{}
	for {
		token, err := t.token()
		if err != nil {
			return nil, err
		}
		key, is := token.(string)
		if !is {
			return o, nil
		}
		if _, twice := o[key]; twice {
			return nil, fmt.Errorf("line %d: the key %q stands twice in one object", t.line(), clipped(key, 40))
		}
		if o[key], err = t.value(); err != nil {
			return nil, err
		}
	}
}

// list is what a list has, up to its bracket.
func (t *treeReader) list() (any, error) {
	all := []any{}
	for {
		token, err := t.token()
		if err != nil {
			return nil, err
		}
		if token == json.Delim(']') {
			return all, nil
		}
		v, err := t.rest(token)
		if err != nil {
			return nil, err
		}
		if all = append(all, v); len(all) == longList {
			if xs := packed(all); xs != nil {
				t.nodes -= longList
				return t.longList(xs)
			}
		}
	}
}

// longList is a list that began with numbers, up to its bracket: packed as long as nothing else stands in it.
func (t *treeReader) longList(xs []float64) (any, error) {
	for {
		token, err := t.token()
		if err != nil {
			return nil, err
		}
		if token == json.Delim(']') {
			return xs, nil
		}
		if x, ok := number(token); ok {
			if t.numbers++; t.numbers > maxNumbers {
				return nil, fmt.Errorf("line %d: more than %d numbers", t.line(), maxNumbers)
			}
			xs = append(xs, x)
			continue
		}
		all := make([]any, len(xs))
		for i, x := range xs {
			all[i] = spelling(x)
		}
		if t.nodes += len(xs); t.nodes > maxNodes {
			return nil, fmt.Errorf("line %d: more than %d values", t.line(), maxNodes)
		}
		return t.mixedList(token, all)
	}
}

// mixedList is the rest of a list that has something other than numbers behind many of them, from a token on.
func (t *treeReader) mixedList(token json.Token, all []any) (any, error) {
	for token != json.Delim(']') {
		v, err := t.rest(token)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
		if token, err = t.token(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// packed are values that are all numbers, and nil where one isn't.
func packed(all []any) []float64 {
	xs := make([]float64, 0, 2*len(all))
	for _, v := range all {
		x, ok := number(v)
		if !ok {
			return nil
		}
		xs = append(xs, x)
	}
	return xs
}

// number is a token that is a number, and one that there is.
func number(token any) (float64, bool) {
	n, is := token.(json.Number)
	if !is {
		return 0, false
	}
	x, err := n.Float64()
	return x, err == nil
}

// spelling is a number as JSON has it.
func spelling(x float64) json.Number { return json.Number(strconv.FormatFloat(x, 'g', -1, 64)) }
