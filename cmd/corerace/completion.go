package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
	completeByName(root)
}

// completeByName completes the flags that mean the same in every command, in one and those below it: numbers of workers
// and interpreters are offered, and no files where a number, a length of time or a share is wanted.
func completeByName(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(fl *pflag.Flag) {
		if _, has := cmd.GetFlagCompletionFunc(fl.Name); has {
			return
		}
		kind, numbers := fl.Value.Type(), []string{"int", "float64", "duration"}
		switch {
		case fl.Name == "workers":
			cmd.RegisterFlagCompletionFunc(fl.Name, completeWorkers)
		case fl.Name == "python":
			cmd.RegisterFlagCompletionFunc(fl.Name, completePython)
		case slices.Contains(numbers, kind), slices.Contains([]string{"seed", "precision", "fail-if-slower"}, fl.Name):
			cmd.RegisterFlagCompletionFunc(fl.Name, cobra.NoFileCompletions)
		}
	})
	for _, below := range cmd.Commands() {
		completeByName(below)
	}
}

// completeWorkers completes a number of workers, or a list of them where the flag takes one.
func completeWorkers(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if fl := c.Flag("workers"); fl != nil && fl.Value.Type() == "int" {
		return complete(workerNumbers())(c, args, typed)
	}
	return completeList(workerNumbers())(c, args, typed)
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
