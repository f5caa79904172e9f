package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/hosts/tell"
	"corerace/bench/machine"
)

// hostJoinWait is how long a host waits for a run to take part in: a job file may start it long before.
const hostJoinWait = 10 * time.Minute

func hostCommand() *cobra.Command {
	var j tell.Join
	cmd := &cobra.Command{
		Use:     "host",
		GroupID: "measure",
		Short:   "Offer this machine's cores to a run on another machine",
		Long: "Host starts workers that join a run elsewhere: one of corerace run with the mode hosts, started with\n" +
			"--hosts-listen or --hosts-url. They run the workloads that this program has, by name, and nothing else. A run\n" +
			"whose workloads are others, by name, size or text, refuses them with a sentence.\n\n" +
			"Who joins shows the token of the run, which is in a file. Ctrl-C takes the workers away.",
		Example: "  corerace host --join nats://192.168.1.5:4222 --token-file token\n" +
			"  corerace host --join tls://head:4222 --token-file token --tls-ca ca.pem --workers 4 --label lab-7",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := readHost(cmd, &j); err != nil {
				return usageError{err}
			}
			argument, err := tell.Spell(&j)
			if err != nil {
				return err
			}
			p, err := findBeside(cmd.Context(), tell.Program, hostsPackage, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer p.undo()
			takesLonger(cmd.Context(), hostEnds)
			return runBeside(cmd.Context(), p, argument, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&j.URL, "join", "", "where the run is, as in nats://192.168.1.5:4222 or tls://head:4222")
	fl.StringVar(&j.TokenFile, "token-file", "", "file whose first line is the token of the run")
	fl.StringVar(&j.CA, "tls-ca", "", "certificates in PEM that the run is checked by (default those of the system)")
	fl.StringVar(&j.Cert, "tls-cert", "", "certificate in PEM that this host shows")
	fl.StringVar(&j.Key, "tls-key", "", "key of --tls-cert")
	fl.IntVar(&j.Workers, "workers", 0, "number of workers (default all allowed cores)")
	fl.StringVar(&j.Label, "label", "", "what the record calls this host (default slurm-N or job-N where one of these started\n"+
		"it, else the name of the machine)")
	fl.DurationVar(&j.Wait, "wait", hostJoinWait, "how long to wait for a run")
	fl.BoolVar(&j.Stay, "stay", false, "when a run has ended, wait for the next")
	return cmd
}

// hostEnds is how long the workers of a host may take to end.
const hostEnds = 3 * time.Second

// readHost says what is wrong with the flags of host, and fills in what was left out.
func readHost(cmd *cobra.Command, j *tell.Join) error {
	if j.URL == "" {
		return errors.New("--join is missing: the address that the run says, as in nats://192.168.1.5:4222")
	}
	if err := checkEngine(j.URL); err != nil {
		return fmt.Errorf("--join: %w", err)
	}
	if (j.Cert == "") != (j.Key == "") {
		return errors.New("--tls-cert and --tls-key are given together")
	}
	if err := checkFiles(map[string]string{"token-file": j.TokenFile, "tls-ca": j.CA, "tls-cert": j.Cert,
		"tls-key": j.Key}); err != nil {
		return err
	}
	if err := checkPositive(cmd, "wait"); err != nil {
		return err
	}
	if !cmd.Flags().Changed("workers") {
		j.Workers = min(machine.Usable(machine.Facts(cmd.Context())), tell.MaxWorkers)
	}
	if j.Workers < 1 || j.Workers > tell.MaxWorkers {
		return fmt.Errorf("--workers is %d: 1 to %d expected", j.Workers, tell.MaxWorkers)
	}
	if !cmd.Flags().Changed("label") {
		j.Label = hostLabel(os.Getenv)
	}
	if !tell.ValidLabel(j.Label) {
		return fmt.Errorf("--label is %.80q: letters, digits, dots, hyphens and underscores expected, at most %d", j.Label,
			tell.MaxLabel)
	}
	return nil
}

// hostLabel is what a host is called where nobody says: by its place in a job of Slurm or of Kubernetes, or else by the
// name of the machine.
func hostLabel(getenv func(string) string) string {
	if n := getenv("SLURM_PROCID"); n != "" {
		return "slurm-" + n
	}
	if n := getenv("JOB_COMPLETION_INDEX"); n != "" {
		return "job-" + n
	}
	name, _ := os.Hostname() // without one it is just a host
	return cmp.Or(name, "host")
}
