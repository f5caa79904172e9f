package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"corerace/cmd/corerace/launch"
)

// launchFlags are the flags of launch that all ways have, as they were given.
type launchFlags struct {
	launch.Worker
	out string
	run bool
}

// launchTime is how long workers stay that a site or a cluster gives its cores to.
const launchTime = time.Hour

func launchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "launch WAY",
		GroupID: "tool",
		Short:   "Write or submit what starts workers on other machines: by Slurm, Kubernetes or ssh",
		Long: "Launch writes what starts workers on other machines, each of which is corerace host: a job file for\n" +
			"sbatch, a manifest for kubectl, a script of ssh lines. With --run it submits that, too, and says what it\n" +
			"ran and what the answer was. The token is neither in what it writes nor on a command line: the path of\n" +
			"its file is.",
		Example: "  corerace launch slurm --join tls://login1:4222 --token-file token --hosts 4 > job.sh\n" +
			"  corerace launch kubernetes --help\n  corerace launch ssh --help",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("launch needs a way to start workers: slurm, kubernetes or ssh")}
			}
			return unknownCommand(cmd, args[0])
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // Args refuses all
	}
	cmd.AddCommand(launchSlurmCommand(), launchKubernetesCommand(), launchSSHCommand())
	return cmd
}

// add adds the flags, with where the files of the worker lie.
func (f *launchFlags) add(cmd *cobra.Command, where, tool string) {
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.Join, "join", "", "the coordinator's server, nats://HOST:PORT or tls://HOST:PORT")
	fl.StringVar(&f.TokenFile, "token-file", "", "file of the token, "+where)
	fl.StringVar(&f.TLSCA, "tls-ca", "", "file of the certificates to trust, "+where+" (default the system's)")
	fl.StringVar(&f.TLSCert, "tls-cert", "", "file of the certificate that a worker shows, "+where)
	fl.StringVar(&f.TLSKey, "tls-key", "", "file of its key, "+where)
	fl.BoolVar(&f.Stay, "stay", false, "when a run has ended, workers wait for the next")
	fl.StringVar(&f.Program, "program", "corerace", "the command there: a name that PATH has, or a path")
	fl.StringVarP(&f.out, "out", "o", "", "file to write (default standard output)")
	fl.BoolVar(&f.run, "run", false, "submit it by "+tool+", and say what that answers")
	for _, name := range []string{"join", "program"} {
		cmd.RegisterFlagCompletionFunc(name, complete(nil))
	}
}

// addWorkers adds how many workers a machine gets.
func (f *launchFlags) addWorkers(cmd *cobra.Command, n int, says string) {
	cmd.Flags().IntVar(&f.Workers, "workers", n, "worker processes a machine"+says)
	cmd.RegisterFlagCompletionFunc("workers", complete(nil))
}

// A launched thing is a text, and how it is handed in.
type launched struct {
	tool   string // that it is handed in by
	text   func() (string, error)
	submit func(ctx context.Context, stdout io.Writer, text, path string) error // path is "" where it wasn't written
}

// launch writes what was asked for, and submits it where that was asked for. What can't be done is said before
// anything is.
func (f *launchFlags) launch(cmd *cobra.Command, l launched) error {
	text, err := l.text()
	if err != nil {
		return usageError{fmt.Errorf("--%w", err)}
	}
	if err := checkOut(f.out); err != nil {
		return usageError{err}
	}
	if launch.OnlyHere(f.Join) {
		fmt.Fprintf(cmd.ErrOrStderr(), "corerace: %s is reached from the coordinator's own machine alone\n", f.Join)
	}
	write := func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
	if !f.run {
		return toFile(f.out, cmd.OutOrStdout(), write)
	}
	if _, err := exec.LookPath(l.tool); err != nil {
		return fmt.Errorf("%s isn't here: without --run what it takes is written, for where it is", l.tool)
	}
	if f.out != "" {
		if err := toFile(f.out, nil, write); err != nil {
			return err
		}
	}
	return l.submit(cmd.Context(), plain(cmd.OutOrStdout()), text, f.out)
}

func launchSlurmCommand() *cobra.Command {
	var f launchFlags
	var s launch.Slurm
	cmd := &cobra.Command{
		Use:   "slurm",
		Short: "Write a job file for Slurm, or submit it",
		Long: "Launch slurm writes a job file for sbatch: one task a node, each of them a worker that stays until its\n" +
			"coordinator lets it go or the time is up. Without --workers a task has its node for itself. What a worker\n" +
			"says is in a file of its own, in the folder that the job is submitted from. The files that it reads, and the\n" +
			"command, are where all nodes find them.",
		Example: "  corerace launch slurm --join tls://login1:4222 --token-file token --hosts 4 > job.sh\n" +
			"  corerace launch slurm --join tls://login1:4222 --token-file token --hosts 8 --workers 16 \\\n" +
			"    --time 30m --partition short --option=--qos=class --run",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkPositive(cmd, "workers"); err != nil {
				return usageError{err}
			}
			s.Worker = f.Worker
			return f.launch(cmd, launched{"sbatch", s.Script, submitSlurm})
		},
	}
	f.add(cmd, "on every node", "sbatch")
	fl := cmd.Flags()
	fl.IntVar(&s.Hosts, "hosts", 1, "nodes")
	f.addWorkers(cmd, 0, " (default as many as the node has cores)")
	fl.DurationVar(&s.Time, "time", launchTime, "end the workers after this long")
	fl.StringVar(&s.Partition, "partition", "", "partition, or several with commas (default the site's)")
	fl.StringVar(&s.Account, "account", "", "account that pays (default yours)")
	fl.StringArrayVar(&s.Options, "option", nil,
		"one more option of sbatch, as in --option=--qos=debug; may be given again")
	fl.StringVar(&s.Name, "name", "corerace-hosts", "name of the job and of its files")
	fl.BoolVar(&s.Together, "together", false, "a worker that fails ends the others (default they stay)")
	for _, name := range []string{"hosts", "time", "partition", "account", "option", "name"} {
		cmd.RegisterFlagCompletionFunc(name, complete(nil))
	}
	return cmd
}

func launchKubernetesCommand() *cobra.Command {
	var f launchFlags
	var k launch.Kubernetes
	var memory string
	cmd := &cobra.Command{
		Use:   "kubernetes",
		Short: "Write a Job for Kubernetes, or create it",
		Long: "Launch kubernetes writes an Indexed Job: each pod is a worker that stays until its coordinator lets it go\n" +
			"or the time is up. A pod has whole cores, no privileges, and a root folder that it can't write. The token comes\n" +
			"from the key token of a Secret, and the files of TLS from its keys ca.crt, tls.crt and tls.key. The manifest's\n" +
			"first lines say how to make the Secret of the files; --run makes it where it isn't there yet.",
		Example: "  corerace launch kubernetes --join tls://10.0.0.5:4222 --token-file token --hosts 4 --workers 2 \\\n" +
			"    --image registry.example/corerace:1 > job.yaml",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := checkPositive(cmd, "workers"); err != nil {
				return usageError{err}
			}
			if k.Memory, err = memoryAmount(memory); err != nil {
				return usageError{fmt.Errorf("--memory: %w", err)}
			}
			k.Worker = f.Worker
			submit := func(ctx context.Context, w io.Writer, text, path string) error {
				return submitKubernetes(ctx, w, k, text, path)
			}
			return f.launch(cmd, launched{"kubectl", k.Manifest, submit})
		},
	}
	f.add(cmd, "here", "kubectl")
	fl := cmd.Flags()
	fl.IntVar(&k.Hosts, "hosts", 1, "pods")
	f.addWorkers(cmd, 2, ", and its cores")
	fl.StringVar(&k.Image, "image", "", "image that has the command")
	fl.StringVar(&memory, "memory", "1GiB", "memory of a pod")
	fl.DurationVar(&k.Time, "time", launchTime, "end the workers after this long")
	fl.StringVar(&k.Secret, "secret", "corerace", "name of the Secret")
	fl.StringVar(&k.Namespace, "namespace", "", "namespace (default that of kubectl)")
	fl.StringVar(&k.Name, "name", "corerace-hosts", "name of the Job")
	for _, name := range []string{"hosts", "image", "memory", "time", "secret", "namespace", "name"} {
		cmd.RegisterFlagCompletionFunc(name, complete(nil))
	}
	return cmd
}

func launchSSHCommand() *cobra.Command {
	var f launchFlags
	var s launch.SSH
	var limit time.Duration
	cmd := &cobra.Command{
		Use:   "ssh",
		Short: "Write the ssh lines that start workers, or run them",
		Long: "Launch ssh writes a script that starts a worker on each machine and waits for them. Ctrl-C ends them,\n" +
			"and a worker whose connection is cut off ends, too. With --run the command does the same by itself, with the\n" +
			"name of its machine before each line that a worker says. No question is asked, so ssh needs a key that it may use.",
		Example: "  corerace launch ssh --to lab1,lab2,ada@lab3 --join tls://192.168.1.5:4222 \\\n" +
			"    --token-file .corerace/token --program .corerace/corerace > start.sh",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkPositive(cmd, "workers", "time"); err != nil {
				return usageError{err}
			}
			if limit > 0 && !f.run {
				return usageError{errors.New("--time needs --run: a script ends with its workers, or by Ctrl-C")}
			}
			if err := once("machine", s.To); err != nil {
				return usageError{err}
			}
			s.Worker = f.Worker
			return f.launch(cmd, launched{"ssh", s.Script, func(ctx context.Context, w io.Writer, _, _ string) error {
				return holdSSH(ctx, w, s.Connections(), limit)
			}})
		},
	}
	f.add(cmd, "there: absolute, or from the home folder on", "ssh")
	fl := cmd.Flags()
	fl.StringSliceVar(&s.To, "to", nil, "machines, with commas between: [USER@]HOST or ssh://[USER@]HOST[:PORT]")
	f.addWorkers(cmd, 0, " (default as many as it has cores)")
	fl.DurationVar(&limit, "time", 0, "with --run: end the workers after this long (default never)")
	for _, name := range []string{"to", "time"} {
		cmd.RegisterFlagCompletionFunc(name, complete(nil))
	}
	return cmd
}
