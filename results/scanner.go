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

// object reads an object, each of its fields with a function that says whether it knows the field.
func (c *scanner) object(field func(key string) bool) {
	c.take('{')
	if !c.next('}') {
		c.members(field)
	}
}

// members reads the fields of an object from the first key on. One that comes twice is for others to judge: a writer's
// fields come in one order, so it is enough to look for the keys that came before.
func (c *scanner) members(field func(key string) bool) {
	var seen [40]string
	for n := 0; !c.bad; n++ {
		key := c.kept.nameOf(c.text())
		c.take(':')
		if n == len(seen) || has(seen[:n], key) || !field(key) {
			c.bad = true
			return
		}
		seen[n] = key
		if !c.next(',') {
			c.take('}')
			return
		}
	}
}

func has(keys []string, key string) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
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
	end := bytes.IndexByte(c.rest, '"')
	if end < 0 || end > maxText {
		c.bad = true
		return nil
	}
	text := c.rest[:end]
	for _, b := range text {
		if b < ' ' || b > '~' || b == '\\' {
			c.bad = true
			return nil
		}
	}
	c.rest = c.rest[end+1:]
	return text
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
	negative := c.next('-')
	n := 0
	var v int64
	for n < len(c.rest) && c.rest[n] >= '0' && c.rest[n] <= '9' && n <= mostDigits {
		v = v*10 + int64(c.rest[n]-'0')
		n++
	}
	if n == 0 || n > mostDigits || n > 1 && c.rest[0] == '0' {
		c.bad = true
		return
	}
	c.rest = c.rest[n:]
	if negative {
		v = -v
	}
	if *to = T(v); int64(*to) != v {
		c.bad = true
	}
}
