package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestLaunchWritesWhereItIsSent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "job.sh")
	args := []string{"launch", "slurm", "--join", "nats://login1:4222", "--token-file", "token", "--hosts", "2"}
	_, printed, _ := command(args...)
	status, stdout, stderr := command(append(args, "--out", path)...)
	if status != exitDone || stdout != "" || stderr != "" || readText(t, path) != printed ||
		!strings.HasPrefix(printed, "#!/bin/sh\n") {
		t.Errorf("status %d, %q, %q, and in the file:\n%s", status, stdout, stderr, readText(t, path))
	}
}

// Workers elsewhere can't reach it, and those of this machine alone are for trying out.
func TestAnAddressOfThisMachineAloneIsSaid(t *testing.T) {
	args := []string{"launch", "ssh", "--to", "lab1", "--token-file", "token", "--join"}
	for join, said := range map[string]string{"nats://login1:4222": "",
		"nats://127.0.0.1:4222": "corerace: nats://127.0.0.1:4222 is reached from the coordinator's own machine alone\n"} {
		if status, stdout, stderr := command(append(args, join)...); status != exitDone || stdout == "" || stderr != said {
			t.Errorf("%s: status %d, %q", join, status, stderr)
		}
	}
}

func TestWaysToLaunchAreCompleted(t *testing.T) {
	_, stdout, _ := command("__complete", "launch", "")
	for _, way := range []string{"slurm\t", "kubernetes\t", "ssh\t"} {
		if !strings.Contains(stdout, way) {
			t.Errorf("no %q in %q", way, stdout)
		}
	}
	for _, flag := range []string{"--hosts", "--join", "--partition"} {
		if _, stdout, _ := command("__complete", "launch", "slurm", flag, ""); stdout != ":4\n" { // and no names of files
			t.Errorf("%s: %q", flag, stdout)
		}
	}
}
