package mode

import (
	"fmt"
	"strconv"
	"time"
)

// ChoiceOption returns an option whose value is one of some words, the first of them by default.
func ChoiceOption(name, doc string, words ...string) Option {
	return Option{Name: name, Default: words[0], Doc: doc, Parse: func(value string) (string, error) {
		for _, w := range words {
			if w == value {
				return w, nil
			}
		}
		return "", &UnknownError{"value", value, words}
	}}
}

// An Option is a setting of a mode.
type Option struct {
	Name, Default, Doc string
	Also               []string // other names that it can be set by
	// Parse checks a value and returns it as it is spelt in records.
	Parse func(value string) (string, error)
	// Apply changes the mode that is spelt with a value other than the default. Nil changes nothing: Open asks for the
	// value.
	Apply func(m *Mode, value string)
}

// DurationOption returns an option whose value is a duration within lo and hi.
func DurationOption(name string, def, lo, hi time.Duration, doc string) Option {
	return Option{Name: name, Default: def.String(), Doc: doc, Parse: func(value string) (string, error) {
		d, err := time.ParseDuration(value)
		if err != nil {
			return "", fmt.Errorf("%q is not a duration such as 1ms", value)
		}
		if d < lo || d > hi {
			return "", fmt.Errorf("%v is not within %v and %v", d, lo, hi)
		}
		return d.String(), nil
	}}
}

// CountOption returns an option whose value is a whole number within lo and hi.
func CountOption(name string, def, lo, hi int, doc string) Option {
	return Option{Name: name, Default: strconv.Itoa(def), Doc: doc, Parse: func(value string) (string, error) {
		n, err := strconv.Atoi(value)
		if err != nil {
			return "", fmt.Errorf("%q is not a whole number", value)
		}
		if n < lo || n > hi {
			return "", fmt.Errorf("%d is not within %d and %d", n, lo, hi)
		}
		return strconv.Itoa(n), nil
	}}
}
