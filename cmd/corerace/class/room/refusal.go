package room

import "fmt"

// A Refusal is why something isn't taken, as a sentence for who sent it.
type Refusal struct {
	Kind Kind
	Text string
}

// A Kind of a refusal says whether it is worth to send the same again.
type Kind int

// Kinds of refusals.
const (
	Wrong Kind = iota // what was sent isn't what is expected
	Late              // it was revealed, or the class has ended
	Full              // a bound is reached
	Other             // the key was used for something else
)

// Error implements error.
func (r *Refusal) Error() string { return r.Text }

func refuse(kind Kind, format string, args ...any) error {
	return &Refusal{kind, fmt.Sprintf(format, args...)}
}
