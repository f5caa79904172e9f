//go:build unix

package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"corerace/bench/child"
	"corerace/bench/testkit"
)

// freePort is a port of the loopback that nobody listens on now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// program makes a program of a shell script.
func program(t *testing.T, path, body string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o777); err != nil {
		t.Fatal(err)
	}
}

// first puts a folder before all others on PATH.
func first(t *testing.T, dir string) {
	t.Helper()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// sshd starts OpenSSH's server on the loopback, for this user alone, and an ssh before all others on PATH that finds it
// by the names lab1 and lab2. It returns a folder for what is to be there.
func sshd(t *testing.T) (dir string) {
	t.Helper()
	server, err := exec.LookPath("sshd")
	if err != nil {
		server = "/usr/sbin/sshd"
	}
	client, err := exec.LookPath("ssh")
	if _, missing := os.Stat(server); err != nil || missing != nil {
		testkit.Missing(t, "sshd", "no server or client of OpenSSH here")
	}
	if _, err := os.Stat("/run/sshd"); err != nil && os.Getuid() == 0 {
		testkit.Missing(t, "sshd", "OpenSSH's server needs the folder /run/sshd, which isn't here")
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for _, key := range []string{"host", "key"} {
		c := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key))
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v, %s", err, out)
		}
	}
	port := freePort(t)
	conf := map[string]string{
		"sshd_config": fmt.Sprintf("Port %d\nListenAddress 127.0.0.1\nHostKey %s/host\nAuthorizedKeysFile %s/key.pub\n"+
			"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n", port, dir, dir),
		"ssh_config": fmt.Sprintf("Host lab1 lab2\nHostName 127.0.0.1\nPort %d\nUser %s\nIdentityFile %s/key\n"+
			"IdentitiesOnly yes\nStrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nLogLevel ERROR\n",
			port, me.Username, dir),
	}
	for name, text := range conf {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	c := exec.Command(server, "-D", "-e", "-f", filepath.Join(dir, "sshd_config"))
	c.Stderr = &said
	if err := child.Start(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
		if t.Failed() {
			t.Logf("sshd: %s", said.String())
		}
	})
	testkit.Eventually(t, "sshd listens", func() bool {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o777); err != nil {
		t.Fatal(err)
	}
	program(t, filepath.Join(bin, "ssh"), fmt.Sprintf(`exec %s -F %s "$@"`, client, filepath.Join(dir, "ssh_config")))
	first(t, bin)
	if out, err := exec.Command("ssh", "-tt", "lab1", "exit").CombinedOutput(); err != nil {
		if os.Getuid() != 0 {
			t.Skipf("here OpenSSH's server gives nobody but root a terminal: %s", out)
		}
		t.Fatalf("ssh: %v, %s", err, out)
	}
	return dir
}

// pids reads which processes said their number, each in a line of its own behind a word.
func pids(text string) (all []int) {
	for _, m := range regexp.MustCompile(`worker (\d+)`).FindAllStringSubmatch(text, -1) {
		pid, _ := strconv.Atoi(m[1])
		all = append(all, pid)
	}
	return all
}

// stay is a worker that says its number and stays.
const stay = "echo \"worker $$\"\nexec sleep 1000"

func TestWorkersStartBySSHAndWhatTheySayIsShown(t *testing.T) {
	dir := sshd(t)
	path := filepath.Join(dir, "core $race's")
	program(t, path, `printf '<%s>' "$@"; echo; printf '\033[2Jred\n' >&2; exit 3`)
	status, stdout, stderr := command("launch", "ssh", "--run", "--to", "lab1,lab2", "--join", "nats://login1:4222",
		"--token-file", "it's a $token", "--program", path)
	for _, lab := range []string{"lab1", "lab2"} {
		for _, want := range []string{"$ ssh -tt ", lab + ": [2Jred\n",
			lab + ": <host><--join><nats://login1:4222><--token-file><it's a $token><--label><" + lab + ">\n"} {
			if !strings.Contains(stdout, want) {
				t.Errorf("no %q in %q", want, stdout)
			}
		}
		if !strings.Contains(stderr, lab+": exit status 3") {
			t.Errorf("stderr: %q", stderr)
		}
	}
	if status != exitFailed || strings.ContainsAny(stdout, "\x1b\r") {
		t.Errorf("status %d: %q", status, stdout)
	}
}

// started runs launch ssh with workers that stay, in a process of its own, until both have said their numbers.
func started(t *testing.T, line ...string) (c *exec.Cmd, workers []int) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	c = exec.Command(line[0], line[1:]...)
	c.Env = append(os.Environ(), asCommand+"=1")
	c.Stdout, c.Stderr = out, out
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-c.Process.Pid, syscall.SIGKILL) })
	testkit.Eventually(t, "two workers are there", func() bool {
		workers = pids(readText(t, out.Name()))
		return len(workers) == 2
	})
	return c, workers
}

// launchSSH is a command line that starts two workers that stay.
func launchSSH(t *testing.T, dir string) []string {
	t.Helper()
	path := filepath.Join(dir, "stay")
	program(t, path, stay)
	return []string{os.Args[0], "launch", "ssh", "--to", "lab1,lab2", "--join", "nats://login1:4222",
		"--token-file", "token", "--program", path}
}

func TestWorkersBySSHEndWithWhoStartedThem(t *testing.T) {
	dir := sshd(t)
	line := launchSSH(t, dir)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL} {
		c, workers := started(t, append(line, "--run")...)
		syscall.Kill(-c.Process.Pid, sig)
		if err := c.Wait(); err == nil {
			t.Errorf("%v: exit status 0", sig)
		}
		testkit.Gone(t, workers...)
	}
}

func TestTheScriptOfSSHLinesEndsItsWorkersToo(t *testing.T) {
	testkit.NeedsLong(t)
	line := launchSSH(t, sshd(t))
	status, text, stderr := command(line[1:]...)
	if status != exitDone {
		t.Fatal(stderr)
	}
	path := filepath.Join(t.TempDir(), "start.sh")
	program(t, path, text)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c, workers := started(t, "sh", path)
		syscall.Kill(-c.Process.Pid, sig)
		if err := c.Wait(); err == nil {
			t.Errorf("%v: exit status 0", sig)
		}
		testkit.Gone(t, workers...)
	}
}

func TestWorkersBySSHEndWithTheirTime(t *testing.T) {
	testkit.NeedsLong(t)
	line := launchSSH(t, sshd(t))
	status, stdout, stderr := command(append(line[1:], "--run", "--time", "3s")...)
	if status != exitDone || !strings.Contains(stdout, "after 3s the connections are closed") {
		t.Errorf("status %d: %s\n%s", status, stdout, stderr)
	}
	testkit.Gone(t, pids(stdout)...)
}

func TestAMachineThatIsNotReachedIsNamed(t *testing.T) {
	dir := sshd(t)
	program(t, filepath.Join(dir, "well"), "exit 0")
	status, stdout, stderr := command("launch", "ssh", "--run", "--to", "lab1,nosuch.invalid", "--join",
		"nats://login1:4222", "--token-file", "token", "--program", filepath.Join(dir, "well"))
	if status != exitFailed || !strings.Contains(stdout, "lab1: the worker has ended") ||
		!strings.Contains(stderr, "nosuch.invalid: exit status 255") || !strings.Contains(stdout, "nosuch.invalid: ssh: ") {
		t.Errorf("status %d: %s\n%s", status, stdout, stderr)
	}
}

func TestAToolThatIsNotHereIsASentence(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	out := filepath.Join(t.TempDir(), "out")
	for way, more := range map[string][]string{"slurm": nil, "kubernetes": {"--image", "x"}, "ssh": {"--to", "lab1"}} {
		args := append([]string{"launch", way, "--run", "--out", out, "--join", "nats://login1:4222",
			"--token-file", "t"}, more...)
		status, stdout, stderr := command(args...)
		if status != exitFailed || stdout != "" || !strings.Contains(stderr, "isn't here: without --run") {
			t.Errorf("%s: status %d, %q, %q", way, status, stdout, stderr)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: a file was written", way)
		}
	}
}

func TestAToolThatHangsIsEndedByAnInterrupt(t *testing.T) {
	bin := t.TempDir()
	began := filepath.Join(bin, "began")
	program(t, filepath.Join(bin, "sbatch"), "echo $$ >"+began+"\nexec sleep 1000")
	first(t, bin)
	c := exec.Command(os.Args[0], "launch", "slurm", "--run", "--join", "nats://login1:4222", "--token-file", "t")
	c.Env = append(os.Environ(), asCommand+"=1")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	if err := child.Start(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill() })
	testkit.Eventually(t, "the tool runs", func() bool {
		text, err := os.ReadFile(began)
		return err == nil && bytes.HasSuffix(text, []byte("\n"))
	})
	c.Process.Signal(os.Interrupt)
	const want = "interrupted: whether it was submitted, sbatch didn't say"
	if err := c.Wait(); err == nil || c.ProcessState.ExitCode() != exitFailed || !strings.Contains(stderr.String(), want) {
		t.Errorf("%v: %s", err, stderr.String())
	}
	pid, err := strconv.Atoi(strings.TrimSpace(readText(t, began)))
	if err != nil {
		t.Fatal(err)
	}
	testkit.Gone(t, pid)
}

// What kubectl is asked for, and in which order, with a stand-in for it.
func TestASecretThatIsThereIsTakenAsItIs(t *testing.T) {
	bin := t.TempDir()
	first(t, bin)
	refuse := func(why string) string { return "echo 'Error from server (" + why + "' >&2; exit 1" }
	for answer, want := range map[string]struct {
		status int
		said   string
	}{
		refuse(`AlreadyExists): secrets "corerace" already exists`): {exitDone, "is there already, and taken"},
		refuse("Forbidden): no"):                                    {exitFailed, "Error from server (Forbidden)"},
		"echo secret/corerace created":                              {exitDone, "secret/corerace created"},
	} {
		program(t, filepath.Join(bin, "kubectl"),
			`if [ "$2" = secret ]; then `+answer+`; exit; fi; grep -c '^kind: Job'; echo "$@"`)
		status, stdout, stderr := command("launch", "kubernetes", "--run", "--join", "nats://login1:4222",
			"--token-file", "t", "--image", "x", "--namespace", "class")
		if status != want.status || !strings.Contains(stdout, want.said) ||
			!strings.HasPrefix(stdout, "$ kubectl create secret generic corerace --from-file=token=t --namespace=class\n") ||
			strings.HasSuffix(stdout, "1\ncreate --filename=-\n") != (status == exitDone) {
			t.Errorf("status %d: %s%s", status, stdout, stderr)
		}
	}
}
