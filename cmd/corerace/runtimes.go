package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"corerace/bench/language"
	"corerace/bench/language/ask"
	"corerace/bench/language/runtimes"
)

// How long a search for runtimes may take, whatever doesn't answer: whoever lists them waits, for Python's, too, and what a
// race asks for is waited for longer on a machine that is busy.
const (
	listWithin = 3 * time.Second
	findWithin = 15 * time.Second
)

// runtimesHere searches for the runtimes of other languages once, when it is first asked.
func runtimesHere(ctx context.Context) func() *runtimes.Found {
	return sync.OnceValue(func() *runtimes.Found {
		ctx, cancel := ask.Within(ctx, findWithin)
		defer cancel()
		return runtimes.Find(ctx, language.All(), os.Getenv("PATH"))
	})
}

// languageList are the lines of corerace list about other languages: what is here of each, and its modes.
func languageList(f *runtimes.Found) (lines []string) {
	for _, l := range language.All() {
		lines = append(lines, fmt.Sprintf("%-15s %s", l.Name, l.Title))
		_, err := f.Of(l, "")
		if err != nil {
			lines = append(lines, under("not here: "+err.Error()))
		}
		for _, r := range f.Runtimes {
			if r.Name == l.Name {
				lines = append(lines, runtimeLines(f, r)...)
			}
		}
	}
	for _, s := range f.Skipped {
		lines = append(lines, fmt.Sprintf("%-15s %s: %s", "not used:", s.Path, s.Why))
	}
	return lines
}

// runtimeLines are those about a runtime. The newest is what modes mean that name none.
func runtimeLines(f *runtimes.Found, r *runtimes.Runtime) []string {
	option := ":version=" + r.Label
	if newest, _ := f.Of(r.Language, ""); r == newest {
		option = "(default)"
	}
	lines := []string{under(fmt.Sprintf("%s %s  %s", r, option, r.Path))}
	var modes []string
	for _, w := range r.Ways {
		if err := r.Has(&w); err != nil {
			lines = append(lines, under(fmt.Sprintf("%s-%s isn't here: %v", r.Name, w.Name, err)))
			continue
		}
		modes = append(modes, r.Name+"-"+w.Name)
	}
	return append(lines, under("modes: "+strings.Join(modes, ", ")))
}

// under is a line that belongs to the name above it.
func under(line string) string { return strings.Repeat(" ", 16) + line }
