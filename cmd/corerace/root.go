package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"corerace/bench/mode"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitOpen   = 3 // a verdict was asked for that can't be given
)

// A usageError is a command line that is wrong.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// run is the whole command, with what it needs from outside handed in.
func run(args []string, stdout, stderr io.Writer) int {
	return runIn(context.Background(), args, stdout, stderr)
}

// runIn is run in a context, which for tests is one without probes.
func runIn(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	ctx, more := mayTakeLonger(ctx)
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, func() { endLate(more, stderr) })()
	outlivePipes()
	out := &sureWriter{w: stdout}
	root := rootCommand(out)
	root.SetArgs(args)
	stderr = plain(stderr)
	root.SetErr(stderr)
	err := errors.Join(root.ExecuteContext(ctx), out.failed())
	if err == nil {
		return exitDone
	}
	if ended, ok := errors.AsType[endedError](err); ok {
		return ended.status
	}
	fmt.Fprintln(stderr, "corerace:", err)
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	if _, ok := errors.AsType[inconclusiveError](err); ok {
		return exitOpen
	}
	return exitFailed
}

// endLate ends the program where an interrupt isn't answered in time: by a workload's Setup, say. Every line of the
// record is written already, and workers end with their parent.
func endLate(more *atomic.Int64, stderr io.Writer) {
	time.Sleep(900 * time.Millisecond)
	time.Sleep(time.Duration(more.Load()))
	fmt.Fprintln(stderr, "corerace: interrupted")
	os.Exit(exitFailed)
}

// lateKey is the key of how much longer a command may take to answer an interrupt.
type lateKey struct{}

// mayTakeLonger returns a context in which a command can say so, and what it said, in ns.
func mayTakeLonger(ctx context.Context) (context.Context, *atomic.Int64) {
	more := &atomic.Int64{}
	return context.WithValue(ctx, lateKey{}, more), more
}

// takesLonger says that a command, where an interrupt comes, has something to put away that would be left behind: on a
// starved machine it takes that much longer at most.
func takesLonger(ctx context.Context, d time.Duration) {
	if more, ok := ctx.Value(lateKey{}).(*atomic.Int64); ok {
		more.Store(int64(d))
	}
}

// rootCommand is the whole command, which writes to stdout what was asked for.
func rootCommand(stdout io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "corerace",
		Short: "Race the same work on goroutines, on a GIL-like lock and on processes",
		Long: "Corerace races the same CPU-bound work on goroutines, on a GIL-like lock and on worker\n" +
			"processes, records what every core did, and says which wins, by how much, and how sure that is.",
		Example:           "  corerace run --quick",
		Version:           buildVersion(),
		Args:              knownCommand,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: checkLimits,
		SilenceUsage:      true,
		SilenceErrors:     true,
	}
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("corerace {{.Version}}\n")
	root.AddGroup(&cobra.Group{ID: "measure", Title: "Measure:"}, &cobra.Group{ID: "teach", Title: "Teach:"},
		&cobra.Group{ID: "tool", Title: "Tool:"})
	root.AddCommand(runCommand(), hostCommand(), execCommand(), reportCommand(), compareCommand(), fitCommand(), importCommand(),
		grainCommand(), gilCommand(), talkCommand(), poolsCommand(), lessonCommand(), demoCommand(), differencesCommand(),
		serveCommand(), joinCommand(), launchCommand(), listCommand(), doctorCommand(), versionCommand())
	root.SetHelpCommand(helpCommand())
	root.SetOut(stdout) // completion writes to where it points when it is made
	strictCompletion(root)
	return root
}

// knownCommand says what was meant by a command that isn't known.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(cmd, args[0])
}

// noArgs refuses arguments of a command that has only flags.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no arguments, %q was given: see %s --help", cmd.Name(), args[0],
			cmd.CommandPath())}
	}
	return nil
}

// flagError says what was meant by a flag that isn't known.
func flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return usageError{unknownFlag(cmd, unknown)}
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return usageError{wrongValue(wrong)}
	}
	return usageError{fmt.Errorf("%s: see %s --help", strings.TrimSpace(err.Error()), cmd.CommandPath())}
}

// wrongValue says what a flag takes, in words that need no Go.
func wrongValue(wrong *pflag.InvalidValueError) error {
	takes, ok := map[string]string{"bool": "true or false", "int": "a whole number", "float64": "a number",
		"duration": "a length of time such as 30s or 2m"}[wrong.GetFlag().Value.Type()]
	if errors.Is(wrong, strconv.ErrRange) {
		takes = "a number that is closer to 0"
	} else if !ok {
		return fmt.Errorf("--%s is %q: %w", wrong.GetFlag().Name, wrong.GetValue(), errors.Unwrap(wrong))
	}
	return fmt.Errorf("--%s is %q: %s expected", wrong.GetFlag().Name, wrong.GetValue(), takes)
}

// unknownFlag says what was meant by a flag, or where the flags are listed.
func unknownFlag(cmd *cobra.Command, unknown *pflag.NotExistError) error {
	if unknown.GetSpecifiedShortnames() != "" {
		return fmt.Errorf("unknown flag %q: see %s --help", "-"+unknown.GetSpecifiedName(), cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	name := unknown.GetSpecifiedName()
	if near := mode.Nearest(name, names); near != "" {
		return fmt.Errorf("unknown flag %q: did you mean %q?", "--"+name, "--"+near)
	}
	return fmt.Errorf("unknown flag %q: see %s --help", "--"+name, cmd.CommandPath())
}
