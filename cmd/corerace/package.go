package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"corerace/bench/child"
	"corerace/bench/scratch"
)

// An endedError is how another program ended that had its own say: its exit status is ours.
type endedError struct{ status int }

func (e endedError) Error() string { return fmt.Sprintf("exit status %d", e.status) }

// onePackage accepts the folder or the import path of a package, or none.
func onePackage(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usageError{fmt.Errorf("%s takes one package, %q was given: see %s --help", cmd.Name(), args[1],
			cmd.CommandPath())}
	}
	return nil
}

// silentBuild is how long a build takes that nobody wonders about.
const silentBuild = 2 * time.Second

// runPackage races the workloads of a package: it builds this command with them, and lets that take the same flags.
func runPackage(cmd *cobra.Command, pkg string) error {
	folder, err := scratch.New("run")
	if err != nil {
		return err
	}
	defer folder.Close()
	quiet := sayLate(cmd.ErrOrStderr(), silentBuild,
		fmt.Sprintf("building corerace with the workloads of %s, which may take minutes the first time", pkg))
	binary, err := buildWith(cmd.Context(), pkg, folder.Path)
	quiet()
	if cmd.Context().Err() != nil {
		return errors.New("interrupted")
	}
	if err != nil && !strings.ContainsAny(pkg, "./") {
		err = fmt.Errorf("%w; a package is named by its folder, as in ./%s, or by its import path", err, pkg)
	}
	if err != nil {
		return usageError{err}
	}
	return runBuilt(cmd.Context(), exec.Command(binary, append([]string{"run"}, flagsOf(cmd.Flags())...)...))
}

// sayLate writes a line, unless what it returns is called before a while is over.
func sayLate(w io.Writer, after time.Duration, line string) (quiet func()) {
	over, said := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(said)
		select {
		case <-over:
		case <-time.After(after):
			fmt.Fprintln(w, line)
		}
	}()
	return func() {
		close(over)
		<-said
	}
}

// runBuilt runs a command in our place. It hears of an interrupt from us, and not from the terminal besides: a second one
// would end it at once.
func runBuilt(ctx context.Context, c *exec.Cmd) error {
	child.OwnGroup(c)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	return untilEnded(ctx, c)
}

// flagsOf are the flags that were given, as arguments.
func flagsOf(fl *pflag.FlagSet) (args []string) {
	fl.Visit(func(f *pflag.Flag) {
		list, ok := f.Value.(pflag.SliceValue)
		if !ok {
			args = append(args, "--"+f.Name+"="+f.Value.String())
			return
		}
		for _, v := range list.GetSlice() {
			args = append(args, "--"+f.Name+"="+v)
		}
	})
	return args
}

// completePackage completes the folder of a package.
func completePackage(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}
