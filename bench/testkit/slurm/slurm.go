//go:build unix

// Package slurm is for tests: a cluster of one node on the loopback, of Slurm's own daemons, for one test.
//
//	munged     vouches for who asks
//	slurmctld  has the queue          all three of this user, in a folder of their own,
//	slurmd     is the node            and ended with the test
//
// It knows Slurm's programs and nothing of what a job does.
package slurm

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"corerace/bench/child"
	"corerace/bench/testkit"
)

// thing is what CORERACE_REQUIRE calls it.
const thing = "slurm"

// A Cluster is one that runs. Slurm's commands find it by the environment, until the test is over.
type Cluster struct {
	t    testing.TB
	dir  string
	path map[string]string // of each program
}

// Start starts a cluster, and returns when its node is idle. Where Slurm isn't here the test is skipped.
func Start(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{t: t, path: map[string]string{}}
	for _, name := range []string{"munged", "slurmctld", "slurmd", "sbatch", "srun", "scancel", "squeue", "scontrol",
		"sinfo"} {
		c.path[name] = find(name)
		if c.path[name] == "" {
			testkit.Missing(t, thing, "no "+name+" here")
		}
	}
	c.folder()
	t.Setenv("SLURM_CONF", filepath.Join(c.dir, "slurm.conf"))
	c.configure()
	c.daemon("munged", "--foreground", "--force", "--socket="+c.socket(), "--key-file="+filepath.Join(c.dir, "key"),
		"--log-file="+filepath.Join(c.dir, "munged.log"), "--pid-file="+filepath.Join(c.dir, "munged.pid"),
		"--seed-file="+filepath.Join(c.dir, "seed"))
	testkit.Eventually(t, "munged listens", func() bool {
		conn, err := net.Dial("unix", c.socket())
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	c.daemon("slurmctld", "-D", "-i")
	c.daemon("slurmd", "-D")
	testkit.Eventually(t, "the node is idle", func() bool {
		said, err := exec.Command(c.path["sinfo"], "-h", "-o", "%T").Output()
		return err == nil && strings.TrimSpace(string(said)) == "idle"
	})
	t.Cleanup(c.empty)
	return c
}

// find is the path of a program, which for daemons isn't on everybody's PATH.
func find(name string) string {
	for _, path := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	return ""
}

// folder makes the folder of the cluster, whose path is short: munge's socket is in it. What the daemons of a test that
// failed said is shown.
func (c *Cluster) folder() {
	c.t.Helper()
	var err error
	if c.dir, err = os.MkdirTemp("", "slurm"); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		if c.t.Failed() {
			said, _ := filepath.Glob(filepath.Join(c.dir, "*.said"))
			for _, path := range said {
				text, _ := os.ReadFile(path)
				c.t.Logf("%s:\n%s", filepath.Base(path), text)
			}
		}
		os.RemoveAll(c.dir)
	})
}

func (c *Cluster) socket() string { return filepath.Join(c.dir, "munge.sock") }

// configure writes the cluster's key and its settings.
func (c *Cluster) configure() {
	c.t.Helper()
	me, err := user.Current()
	if err != nil {
		c.t.Fatal(err)
	}
	node, err := exec.Command(c.path["slurmd"], "-C").Output()
	if err != nil {
		c.t.Fatalf("slurmd -C: %v", err)
	}
	hardware, _, _ := strings.Cut(string(node), "\n")
	name := regexp.MustCompile(`^NodeName=(\S+)`).FindStringSubmatch(hardware)
	if name == nil {
		c.t.Fatalf("slurmd -C says %q", node)
	}
	key := make([]byte, 128)
	rand.Read(key)
	ports := c.freePorts(2)
	text := fmt.Sprintf(`ClusterName=one
SlurmctldHost=%[1]s(127.0.0.1)
SlurmctldPort=%[2]d
SlurmdPort=%[3]d
SlurmUser=%[4]s
SlurmdUser=%[4]s
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=%[5]s/munge.sock
StateSaveLocation=%[5]s/state
SlurmdSpoolDir=%[5]s/spool
SlurmctldPidFile=%[5]s/slurmctld.pid
SlurmdPidFile=%[5]s/slurmd.pid
SlurmctldLogFile=%[5]s/slurmctld.log
SlurmdLogFile=%[5]s/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=1
SchedulerParameters=batch_sched_delay=0
%[6]s NodeAddr=127.0.0.1 State=UNKNOWN
PartitionName=all Nodes=%[1]s Default=YES MaxTime=1:00:00 State=UP
`, name[1], ports[0], ports[1], me.Username, c.dir, hardware)
	err = errors.Join(os.WriteFile(filepath.Join(c.dir, "key"), key, 0o600),
		os.WriteFile(filepath.Join(c.dir, "slurm.conf"), []byte(text), 0o644),
		os.Mkdir(filepath.Join(c.dir, "state"), 0o755), os.Mkdir(filepath.Join(c.dir, "spool"), 0o755))
	if err != nil {
		c.t.Fatal(err)
	}
}

// freePorts are ports of the loopback that nobody listens on now.
func (c *Cluster) freePorts(n int) (ports []int) {
	c.t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			c.t.Fatal(err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// daemon starts a daemon, which ends with the test, the last first, and with this process however that ends.
func (c *Cluster) daemon(name string, args ...string) {
	c.t.Helper()
	cmd := exec.Command(c.path[name], args...)
	out, err := os.Create(filepath.Join(c.dir, name+".said"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := child.Start(cmd); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	})
}

// empty ends all jobs, whose processes would outlive the node's daemon.
func (c *Cluster) empty() {
	exec.Command(c.path["scancel"], "--full", "--me").Run()
	testkit.Eventually(c.t, "the queue is empty", func() bool {
		said, err := exec.Command(c.path["squeue"], "-h").Output()
		return err == nil && len(said) == 0
	})
}

// Cancel ends a job.
func (c *Cluster) Cancel(job string) {
	c.t.Helper()
	if said, err := exec.Command(c.path["scancel"], job).CombinedOutput(); err != nil {
		c.t.Fatalf("scancel %s: %v, %s", job, err, said)
	}
}

// facts are what scontrol says of a job.
var facts = regexp.MustCompile(`(?:^|\s)(JobState|ExitCode)=(\S+)`)

// Ended waits until a job has ended, and returns its state, such as FAILED, and its exit status with the signal that
// ended it, as in 3:0.
func (c *Cluster) Ended(job string) (state, exit string) {
	c.t.Helper()
	testkit.Eventually(c.t, "job "+job+" has ended", func() bool {
		said, err := exec.Command(c.path["scontrol"], "-o", "show", "job", job).Output()
		for _, m := range facts.FindAllStringSubmatch(string(said), -1) {
			switch m[1] {
			case "JobState":
				state = m[2]
			case "ExitCode":
				exit = m[2]
			}
		}
		return err == nil && state != "PENDING" && state != "RUNNING" && state != "COMPLETING" && state != ""
	})
	return state, exit
}
