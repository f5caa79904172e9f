package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// strictCompletion lets completion refuse a shell that it doesn't know.
func strictCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	c := subcommand(root, "completion")
	c.GroupID = "tool"
	c.Args = nil
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{fmt.Errorf("completion needs a shell: see %s --help", cmd.CommandPath())}
		}
		return unknownCommand(cmd, args[0])
	}
	for _, shell := range c.Commands() {
		shell.Args = noArgs
	}
}

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
