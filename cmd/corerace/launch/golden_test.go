package launch

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// worker is one that nothing is wrong with.
func worker() Worker {
	return Worker{Program: "corerace", Join: "tls://login1:4222", TokenFile: "token"}
}

func slurm() Slurm {
	return Slurm{Worker: worker(), Name: "corerace-hosts", Hosts: 2, Time: time.Hour}
}

func kubernetes() Kubernetes {
	k := Kubernetes{Worker: worker(), Name: "corerace-hosts", Hosts: 3, Image: "registry.example/corerace:1",
		Secret: "corerace", Memory: 1 << 30, Time: time.Hour}
	k.Workers = 2
	return k
}

func ssh() SSH {
	return SSH{Worker: worker(), To: []string{"lab1", "ada@lab2", "ssh://ada@[fe80::1]:2222"}}
}

// full are workers of which everything is set, with names that need quotes.
func full() Worker {
	return Worker{Program: "/opt/core race/corerace", Join: "nats://[2001:db8::5]:4222", TokenFile: "it's a $token",
		TLSCA: "ca \"x\".pem", TLSCert: "cert", TLSKey: "key", Workers: 16, Stay: true}
}

func TestTextsAreTheGoldenOnes(t *testing.T) {
	job := slurm()
	golden(t, "slurm.sh", job.Script)
	job = Slurm{Worker: full(), Name: "race", Hosts: 1, Time: 26*time.Hour + 30*time.Minute + time.Second,
		Partition: "short,long", Account: "class_7", Together: true,
		Options: []string{"--qos=debug", "--constraint=intel&avx2", "--contiguous"}}
	golden(t, "slurm-full.sh", job.Script)

	pods := kubernetes()
	golden(t, "kubernetes.yaml", pods.Manifest)
	pods = Kubernetes{Worker: full(), Name: "race", Namespace: "class-7", Hosts: 1, Image: "host:5000/x/y@sha256:0a",
		Secret: "join", Memory: 1<<30 + 1, Time: 1500 * time.Millisecond}
	golden(t, "kubernetes-full.yaml", pods.Manifest)

	machines := ssh()
	golden(t, "ssh.sh", machines.Script)
	machines = SSH{Worker: full(), To: []string{"lab1"}}
	golden(t, "ssh-full.sh", machines.Script)
}

// golden holds a text to its golden file.
func golden(t *testing.T, name string, text func() (string, error)) {
	t.Helper()
	got, err := text()
	if err != nil {
		t.Fatal(err)
	}
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, []byte(got)) {
		os.WriteFile(name+".got", []byte(got), 0o666)
		t.Errorf("%s differs from %s.got", name, name)
	}
}
