package results

import "bytes"

// A scanner reads JSON in the form that the writer gives it. Once anything is otherwise it is bad, and reads nothing
// more.
type scanner struct {
	rest []byte
	kept *store
	bad  bool
}

// take takes a character that must come next.
func (c *scanner) take(b byte) {
	if len(c.rest) == 0 || c.rest[0] != b {
		c.bad, c.rest = true, nil
		return
	}
	c.rest = c.rest[1:]
}

// next is whether a character comes next, which is taken then.
func (c *scanner) next(b byte) bool {
	if len(c.rest) == 0 || c.rest[0] != b {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

// A field is one of an object: its key as it stands in a line, up to the value, and what reads the value.
type field[T any] struct {
	key  string
	read func(*scanner, *T)
}

// object reads an object.
func object[T any](c *scanner, to *T, fields []field[T]) {
	c.take('{')
	if !c.next('}') {
		members(c, to, fields)
	}
}

// members reads the fields of an object from the first key on. A writer's fields come in the order of the list, so each
// is looked for behind the one before it first. One that isn't in the list, or comes twice, is for others to judge.
func members[T any](c *scanner, to *T, fields []field[T]) {
	var seen uint64 // by place in the list
	at := 0
	for !c.bad {
		at = find(c.rest, fields, at)
		if at < 0 || seen&(1<<at) != 0 {
			c.bad = true
			return
		}
		seen |= 1 << at
		c.rest = c.rest[len(fields[at].key):]
		fields[at].read(c, to)
		if !c.next(',') {
			c.take('}')
			return
		}
		at++
	}
}

// find is the place of the field that a text begins with, which is looked for from a place on; below 0 where it has
// none.
func find[T any](text []byte, fields []field[T], from int) int {
	for i := range fields {
		at := from + i
		if at >= len(fields) {
			at -= len(fields)
		}
		if key := fields[at].key; len(text) >= len(key) && string(text[:len(key)]) == key {
			return at
		}
	}
	return -1
}

// list reads a list, each of its elements with a function.
func (c *scanner) list(element func()) {
	c.take('[')
	if c.next(']') {
		return
	}
	for !c.bad {
		element()
		if !c.next(',') {
			c.take(']')
			return
		}
	}
}

// name reads a string that other lines have, too.
func (c *scanner) name(to *string) { *to = c.kept.nameOf(c.text()) }

// text reads a string of characters that stand for themselves and can be printed.
func (c *scanner) text() []byte {
	c.take('"')
	for n, b := range c.rest {
		if b == '"' {
			text := c.rest[:n]
			c.rest = c.rest[n+1:]
			return text
		}
		if b < ' ' || b > '~' || b == '\\' || n == maxText {
			break
		}
	}
	c.bad = true
	return nil
}

// boolean reads a truth.
func (c *scanner) boolean(to *bool) {
	switch {
	case bytes.HasPrefix(c.rest, []byte("true")):
		*to, c.rest = true, c.rest[4:]
	case bytes.HasPrefix(c.rest, []byte("false")):
		*to, c.rest = false, c.rest[5:]
	default:
		c.bad = true
	}
}

// mostDigits are so few that no number of them overflows.
const mostDigits = 18

// number reads a whole number, which must fit.
func number[T ~int | ~int64](c *scanner, to *T) {
	text := c.rest
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	n := 0
	var v int64
	for n < len(text) && n <= mostDigits {
		d := text[n] - '0' // what is below '0' is large then
		if d > 9 {
			break
		}
		v = v*10 + int64(d)
		n++
	}
	if n == 0 || n > mostDigits || n > 1 && text[0] == '0' {
		c.bad = true
		return
	}
	c.rest = text[n:]
	if negative {
		v = -v
	}
	if *to = T(v); int64(*to) != v {
		c.bad = true
	}
}
