package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: "tool",
		Short:   "Say which build of corerace this is",
		Example: "  corerace version",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "corerace", buildVersion())
			return err
		},
	}
}

// buildVersion says which build this is, as far as the go command has put it into the program.
func buildVersion() string {
	version, built := "(unknown)", runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version + " " + built
	}
	if info.Main.Version != "" {
		version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			version += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return version + " " + built
}
