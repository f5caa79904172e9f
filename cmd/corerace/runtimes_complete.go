package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/lab/against"
	"corerace/bench/language"
	"corerace/bench/language/ask"
	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
)

// completeWithin is how long a search may take while somebody waits for a completion. What answered before is kept, so it
// takes none of it.
const completeWithin = 150 * time.Millisecond

// inTime calls a search with the time that a completion has.
func inTime(cmd *cobra.Command, search func(ctx context.Context)) {
	ctx := cmd.Context()
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, cancel := ask.Within(ctx, completeWithin)
	defer cancel()
	search(ctx)
}

// labelsOf are the labels of the interpreters that are found in time, each after a word.
func labelsOf(ctx context.Context, word string) (labels []string) {
	found, err := python.Find(ctx)
	if err != nil {
		return nil
	}
	for _, in := range found.Interpreters {
		labels = append(labels, word+in.Label)
	}
	return labels
}

// completePython completes the label of an interpreter, in a list where the flag takes one, and a path once one is begun.
func completePython(cmd *cobra.Command, args []string, typed string) (all []string, how cobra.ShellCompDirective) {
	if strings.ContainsRune(typed, filepath.Separator) {
		return nil, cobra.ShellCompDirectiveDefault
	}
	inTime(cmd, func(ctx context.Context) { all = labelsOf(ctx, "") })
	if cmd.Flag("python").Value.Type() == "stringSlice" {
		return completeList(all)(cmd, args, typed)
	}
	return complete(all)(cmd, args, typed)
}

// completeAgainst completes what the models are set beside: interpreters, and runtimes whose threads can be looked at.
// The newest of a language goes by the language's name.
func completeAgainst(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var all []string
	inTime(cmd, func(ctx context.Context) {
		all = labelsOf(ctx, "python")
		found := runtimes.Find(ctx, language.All(), os.Getenv("PATH"))
		for _, r := range found.Runtimes {
			if _, err := against.Of(r, []int{0}); err != nil {
				continue
			}
			if newest, _ := found.Of(r.Language, ""); r == newest {
				all = append(all, r.Name)
				continue
			}
			all = append(all, r.Name+r.Label)
		}
	})
	return completeList(all)(cmd, args, typed)
}
