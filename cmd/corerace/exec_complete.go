package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	commands "corerace/bench/command"
	"corerace/bench/machine"
)

// completeValues lets the shell complete what the flags take: of some, what was typed in --variant says what.
func (f *execFlags) completeValues(cmd *cobra.Command) {
	lists := map[string]func() []string{
		"baseline": f.typedNames,
		"env":      func() []string { return suffixed(f.typedNames(), ":") },
		"dir":      func() []string { return suffixed(f.typedNames(), ":") },
		"param":    func() []string { return suffixed(f.typedParams(), "=") },
		"sample":   func() []string { return suffixed(f.typedParams(), "=") },
		"sequence": func() []string { return suffixed(f.typedParams(), "=") },
	}
	for name, list := range lists {
		after := cobra.ShellCompDirectiveNoFileComp
		switch name {
		case "dir":
			after = cobra.ShellCompDirectiveNoSpace // folders, too
		case "env", "param", "sample", "sequence":
			after |= cobra.ShellCompDirectiveNoSpace
		}
		cmd.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return list(), after
		})
	}
	cmd.RegisterFlagCompletionFunc("allow-exit", completeList([]string{"0", "1", "2"}))
	cmd.RegisterFlagCompletionFunc("fail-if-slower", complete([]string{"1%", "2%", "5%", "10%"}))
	cmd.RegisterFlagCompletionFunc("precision", complete([]string{"1%", "2%", "5%"}))
	for _, name := range []string{"variant"} {
		cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
	cmd.ValidArgsFunction = completeProgram
}

// suffixed are names with what stands behind each.
func suffixed(names []string, suffix string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = name + suffix
	}
	return all
}

// typedNames are the names of the variants that were typed so far.
func (f *execFlags) typedNames() (all []string) {
	for _, v := range f.variants {
		if name, _, ok := strings.Cut(v, "="); ok {
			all = append(all, name)
		}
	}
	return all
}

// typedParams are the names in braces in the variants that were typed so far.
func (f *execFlags) typedParams() (all []string) {
	for _, v := range f.variants {
		for _, m := range regexp.MustCompile(`\{([\w.+-]+)\}`).FindAllStringSubmatch(v, -1) {
			if m[1] != commands.WorkersName && !slices.Contains(all, m[1]) {
				all = append(all, m[1])
			}
		}
	}
	return all
}

// workerNumbers are numbers of workers that somebody may want on this machine: 1, 2, 4 and so on, and all cores.
func workerNumbers() (all []string) {
	cores := max(1, machine.AllowedCores())
	for n := 1; n < cores; n *= 2 {
		all = append(all, strconv.Itoa(n))
	}
	return append(all, strconv.Itoa(cores))
}

// completeProgram completes the name of a program that is found without a path; what else stands there may be a file.
func completeProgram(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 || typed == "" || strings.ContainsRune(typed, filepath.Separator) {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var all []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		entries, _ := os.ReadDir(dir) // a folder of PATH that isn't there is nothing special
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), typed) && !e.IsDir() {
				all = append(all, e.Name())
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), cobra.ShellCompDirectiveDefault
}
