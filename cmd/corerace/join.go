package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"corerace/bench/mode"
	"corerace/cmd/corerace/class/settings"
	"corerace/cmd/corerace/lesson"
)

func joinCommand() *cobra.Command {
	var set settings.Join
	cmd := &cobra.Command{
		Use:     "join ADDRESS [CODE]",
		GroupID: "teach",
		Short:   "Join a class, do its lesson on this machine, and hand in what it measured",
		Long: "Join takes the address and the code that stand on the wall, or the link with both. It does the lesson of\n" +
			"the class here, as corerace lesson does, and hands in predictions while they are made and records in the end.\n" +
			"All of it is kept in a folder of corerace-out/class until the class has acknowledged it: where the network is\n" +
			"cut off it is sent again by itself, or by the same command later.",
		Example: "  corerace join http://192.168.1.5:8765/j/7K2QM9XA\n  corerace join 192.168.1.5:8765 7K2Q-M9XA --name Ada",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usageError{errors.New("join takes the link of a class, or its address and its code: both stand on the wall")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(lesson.Languages, set.Language) {
				return usageError{&mode.UnknownError{Kind: "language", Name: set.Language, Known: lesson.Languages}}
			}
			set.Where = args[0]
			if len(args) == 2 {
				set.Code = args[1]
			}
			set.Dir = filepath.Join(outputRoot, "class")
			for i, path := range set.Files {
				set.Files[i] = recordPath(path)
				if err := checkFile("hand-in", set.Files[i]); err != nil {
					return usageError{err}
				}
			}
			if err := checkLine("name", set.Name); err != nil {
				return usageError{err}
			}
			var err error
			if set.Command, err = thisCommand(); err != nil {
				return err
			}
			return runClass(cmd.Context(), nil, &set, os.Stdout, os.Stderr)
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&set.Name, "name", "", "the name that the teacher sees (default a pseudonym)")
	fl.StringVar(&set.Language, "lang", "en", "language of the lesson: en or de")
	fl.StringSliceVar(&set.Files, "hand-in", nil, "hand in these records, and do no lesson")
	cmd.RegisterFlagCompletionFunc("lang", complete(lesson.Languages))
	return cmd
}
