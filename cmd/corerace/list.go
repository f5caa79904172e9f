package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"corerace/bench/language/ask"
	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/workloads"
)

func listCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		GroupID: "tool",
		Short:   "Show the workloads and the modes, and what isn't available here",
		Example: "  corerace list",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := ask.Within(cmd.Context(), listWithin)
			defer cancel()
			here := runtimesHere(ctx)
			go here() // beside the search for Python, which is asked for first
			list(plain(cmd.OutOrStdout()), pythons(ctx), here)
			return nil
		},
	}
}

func list(w io.Writer, find func() (*python.Found, error), here func() *runtimes.Found) {
	fmt.Fprintln(w, "Workloads:")
	for _, x := range workloads.All() {
		fmt.Fprintf(w, "  %-15s %s\n", x.Name, x.Doc)
		if err := x.Here(); err != nil {
			fmt.Fprintf(w, "  %-15s not here: %v\n", "", err)
		}
	}
	fmt.Fprintln(w, "\nModes:")
	for _, m := range append(usualModes(find), newHub(io.Discard).Mode()) {
		fmt.Fprintf(w, "  %-19s %s\n", m.Name, m.Doc)
		if m.Available != nil {
			if err := m.Available(); err != nil {
				fmt.Fprintf(w, "  %-19s not here: %v\n", "", err)
			}
		}
		for _, o := range m.Options {
			fmt.Fprintf(w, "  %-19s :%s=%s  %s\n", "", o.Name, o.Default, o.Doc)
		}
	}
	fmt.Fprintln(w, "\nPython:")
	for _, line := range pythonList(find) {
		fmt.Fprintln(w, "  "+line)
	}
	fmt.Fprintln(w, "\nOther languages:")
	for _, line := range languageList(here()) {
		fmt.Fprintln(w, "  "+line)
	}
}

// pythonList are the lines of corerace list about interpreters.
func pythonList(find func() (*python.Found, error)) []string {
	f, err := find()
	if err != nil {
		return []string{err.Error()}
	}
	var lines []string
	for _, in := range f.Interpreters {
		line := fmt.Sprintf("%-15s %s", in.Label, in)
		if in.NoOwnGIL == "" {
			line += ", sub-interpreters with their own lock"
		}
		if in == f.Default() {
			line += " (default)"
		}
		lines = append(lines, line, strings.Repeat(" ", 16)+in.Path)
	}
	for _, s := range f.Skipped {
		lines = append(lines, fmt.Sprintf("%-15s %s: %s", "not used:", s.Path, s.Why))
	}
	if len(f.Interpreters) == 0 {
		lines = append(lines, "none was found on PATH or with pyenv; --python names one")
	}
	return lines
}
