package main

import (
	"github.com/spf13/cobra"

	"corerace/bench/mode"
)

// helpCommand is help of a command, which refuses a name that isn't one.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Help about a command",
		GroupID: "tool",
		RunE: func(cmd *cobra.Command, args []string) error {
			of := cmd.Root()
			for _, name := range args {
				next := subcommand(of, name)
				if next == nil {
					return unknownCommand(of, name)
				}
				of = next
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}

func subcommand(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name {
			return c
		}
	}
	return nil
}

// unknownCommand says what was meant by a command that isn't known.
func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	kind := "command"
	switch cmd.Name() {
	case "completion":
		kind = "shell"
	case "launch":
		kind = "way"
	}
	return usageError{&mode.UnknownError{Kind: kind, Name: name, Known: names}}
}
