package launch

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// A change makes one setting wrong of those that nothing is wrong with.
type change struct {
	setting string
	ways    int // that have it
	wrong   func(*Slurm, *Kubernetes, *SSH)
}

// every changes what all ways have.
func every(setting string, wrong func(*Worker)) change {
	return change{setting, 3, func(s *Slurm, k *Kubernetes, m *SSH) {
		wrong(&s.Worker)
		wrong(&k.Worker)
		wrong(&m.Worker)
	}}
}

func TestWhatATextCouldBeLeftByIsRefused(t *testing.T) {
	long := strings.Repeat("a", longest+1)
	var changes []change
	for _, bad := range []string{"", "-rf", "a\nb", "a\x00b", "a\x1b[2Jb", "a\xffb", "a\u202eb", "a\u2028b", "a\r", long} {
		changes = append(changes, every("program", func(w *Worker) { w.Program = bad }))
		if bad == "-rf" {
			continue // an argument of an option
		}
		if bad != "" {
			changes = append(changes, every("tls-ca", func(w *Worker) { w.TLSCA = bad }),
				every("token-file", func(w *Worker) { w.TokenFile = bad }))
		}
	}
	for _, bad := range []string{"", "login1:4222", "http://login1:4222", "nats://login1", "nats://login1:0",
		"nats://login1:65536",
		"nats://:4222", "nats://login1:4222/", "nats://login1:4222?x=1", "nats://login1:4222#x", "nats://log in:4222",
		"nats://a'b:4222", "nats://$(id):4222", "nats://a:4222,nats://b:4222", "nats://[fe80::1%25eth0]:4222",
		"NATS://login1:4222",
		"nats://login1:+4222", "nats://login1:4222\n", "nats://-x:4222"} {
		changes = append(changes, every("join", func(w *Worker) { w.Join = bad }))
	}
	for _, n := range []int{-1, mostWorkers + 1} {
		changes = append(changes, every("workers", func(w *Worker) { w.Workers = n }))
	}
	for _, bad := range []string{"", "A", "-a", "a-", "a b", "a.b", "a_b", "a%j", "a\nb", "ä",
		strings.Repeat("a", maxLabel+1)} {
		changes = append(changes, change{"name", 2, func(s *Slurm, k *Kubernetes, _ *SSH) { s.Name, k.Name = bad, bad }},
			change{"secret", 1, func(_ *Slurm, k *Kubernetes, _ *SSH) { k.Secret = bad }})
		if bad != "" {
			changes = append(changes, change{"namespace", 1, func(_ *Slurm, k *Kubernetes, _ *SSH) { k.Namespace = bad }})
		}
	}
	for _, bad := range []string{"a b", "a\"b", "a'b", "a\nb", "a#b", "a\\b", "-a", "$a", "`a`"} {
		changes = append(changes, change{"partition", 1, func(s *Slurm, _ *Kubernetes, _ *SSH) { s.Partition = bad }},
			change{"account", 1, func(s *Slurm, _ *Kubernetes, _ *SSH) { s.Account = bad }},
			change{"image", 1, func(_ *Slurm, k *Kubernetes, _ *SSH) { k.Image = bad }})
	}
	changes = append(changes, change{"image", 1, func(_ *Slurm, k *Kubernetes, _ *SSH) { k.Image = "" }},
		change{"memory", 1, func(_ *Slurm, k *Kubernetes, _ *SSH) { k.Memory = 0 }},
		change{"workers", 1, func(_ *Slurm, k *Kubernetes, _ *SSH) { k.Workers = 0 }})
	for _, bad := range []string{"", "x", "-p debug", "--", "--=x", "--qos=", "--qos=a b", "--qos=a#b", "--qos='a'",
		"--qos=a\nb",
		"--qos=a\\", "--wrap=$(id)", "---x", "--a b"} {
		changes = append(changes, change{"option", 1, func(s *Slurm, _ *Kubernetes, _ *SSH) {
			s.Options = []string{"--qos=a", bad}
		}})
	}
	for _, n := range []int{-1, 0, maxHosts + 1} {
		changes = append(changes, change{"hosts", 2, func(s *Slurm, k *Kubernetes, _ *SSH) { s.Hosts, k.Hosts = n, n }})
	}
	for _, d := range []time.Duration{-1, 0, longestTime + 1} {
		changes = append(changes, change{"time", 2, func(s *Slurm, k *Kubernetes, _ *SSH) { s.Time, k.Time = d, d }})
	}
	for _, bad := range []string{"", "-oProxyCommand=id", "a b", "a;id", "a'b", "@a", "a@", "a@-b", "a@b@c", "a\nb",
		"ssh://", "ssh://-a",
		"ssh://a/b", "-a@b", "$(id)"} {
		changes = append(changes, change{"to", 1, func(_ *Slurm, _ *Kubernetes, m *SSH) { m.To = []string{"lab1", bad} }})
	}
	changes = append(changes, change{"token-file", 1, func(_ *Slurm, _ *Kubernetes, m *SSH) { m.TokenFile = "~/token" }},
		change{"tls-ca", 1, func(_ *Slurm, _ *Kubernetes, m *SSH) { m.TLSCA = "~ada/ca" }},
		change{"program", 1, func(_ *Slurm, _ *Kubernetes, m *SSH) { m.Program = "~/corerace" }})
	for _, c := range changes {
		c.refused(t)
	}
}

// refused checks that every way whose settings were changed refuses them, by their name.
func (c change) refused(t *testing.T) {
	t.Helper()
	s, k, m := slurm(), kubernetes(), ssh()
	c.wrong(&s, &k, &m)
	found := 0
	for _, text := range []func() (string, error){s.Script, k.Manifest, m.Script} {
		got, err := text()
		if err == nil {
			continue
		}
		found++
		wrong, ok := errors.AsType[*SettingError](err)
		raw := strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' })
		if !ok || wrong.Setting != c.setting || got != "" || raw {
			t.Errorf("%s: got %q, %v", c.setting, got, err)
		}
	}
	if found != c.ways {
		t.Errorf("%s: %d ways refuse %+v, %+v, %+v", c.setting, found, s, k, m)
	}
}

// A URL with a token is refused before the token is anywhere, the error included.
func TestATokenInTheURLIsRefusedUnsaid(t *testing.T) {
	for _, url := range []string{"nats://secret@login1:4222", "nats://user:secret@login1:4222", "nats://secret@%zz"} {
		s := slurm()
		s.Join = url
		if text, err := s.Script(); err == nil || text != "" || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %q, %v", url, text, err)
		}
	}
}

func TestACertificateHasItsKey(t *testing.T) {
	s := slurm()
	s.TLSCert = "cert"
	if _, err := s.Script(); err == nil || err.Error() != "tls-cert and --tls-key are given together" {
		t.Error(err)
	}
}

// A host may be called so by corerace host.
func TestALabelIsOfLettersDigitsAndFewMarks(t *testing.T) {
	for to, want := range map[string]string{"lab1": "lab1", "ada@lab_2.example": "lab_2.example",
		"ssh://ada@[fe80::1%eth0]:22": "fe80--1-eth0--22", "[]": "host", strings.Repeat("a", 70): strings.Repeat("a", maxHostLabel)} {
		if got := label(to); got != want {
			t.Errorf("%s is called %s", to, got)
		}
	}
}

func TestNoMachineOrOneTwiceIsRefused(t *testing.T) {
	for _, to := range [][]string{nil, {"lab1", "lab2", "lab1"}, make([]string, maxMachines+1)} {
		m := ssh()
		m.To = to
		if _, err := m.Script(); err == nil || !strings.HasPrefix(err.Error(), "to has ") {
			t.Errorf("%q: %v", to, err)
		}
	}
}

func TestWhoReachesAServerIsKnownByItsAddress(t *testing.T) {
	for join, only := range map[string]bool{"nats://localhost:4222": true, "nats://127.0.0.1:4222": true,
		"nats://127.8.0.1:4222": true, "tls://[::1]:4222": true, "nats://[::ffff:127.0.0.1]:4222": true,
		"nats://0.0.0.0:4222": true, "nats://login1:4222": false, "nats://192.168.1.5:4222": false, "": false, "%": false} {
		if OnlyHere(join) != only {
			t.Errorf("%s: %v", join, !only)
		}
	}
}

// The names of a Job's machines are the Job's with a number, and as short as a label.
func TestTheNameOfAJobLeavesRoomForTheNumbersOfItsPods(t *testing.T) {
	k := kubernetes()
	k.Hosts, k.Name = 11, strings.Repeat("a", 60)
	if _, err := k.Manifest(); err != nil {
		t.Error(err)
	}
	k.Hosts = 101
	if _, err := k.Manifest(); err == nil {
		t.Error("a name of 60 letters is taken for 101 pods")
	}
}
