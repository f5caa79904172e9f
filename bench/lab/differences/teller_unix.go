//go:build linux || darwin

package differences

import "fmt"

func (t teller) fact(name string, value any) { fmt.Fprintf(t.w, "fact %s %v\n", name, value) }

func (t teller) waiting() { fmt.Fprintln(t.w, "waiting") }

func (t teller) saw(outcome string) { fmt.Fprintln(t.w, "saw", outcome) }
