package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corerace/report"
	"corerace/results"
)

// complete completes one of some names.
func complete(names []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeList completes the last name of a list with commas, with those that aren't in it yet.
func completeList(names []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var all []string
		for _, name := range names {
			if !slices.Contains(strings.Split(before, ","), name) {
				all = append(all, before+name)
			}
		}
		return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// completeFigure completes the charts of the record that the command line names.
func completeFigure(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, path := range args {
		rec, err := results.ReadFile(recordPath(path))
		if err != nil {
			continue
		}
		files, err := render(rec, path, "svg", report.Options{})
		if err != nil {
			continue
		}
		for _, f := range files {
			names = append(names, figureName(f))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
