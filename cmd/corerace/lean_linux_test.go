//go:build !race

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"corerace/bench/image"
	"corerace/bench/testkit"
	"corerace/results"
)

func TestTheLeanImage(t *testing.T) {
	built := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", built, "corerace/cmd/...").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Run("is what workers start from beside the command", func(t *testing.T) { testBeside(t, built) })
	t.Run("isn't used where it is of another build", func(t *testing.T) { testOfAnotherBuild(t, built) })
	t.Run("has the same machine code", func(t *testing.T) { testSameCode(t, built) })
	t.Run("does nothing by itself", func(t *testing.T) {
		out, err := exec.Command(filepath.Join(built, image.Name)).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "by itself it does nothing") {
			t.Errorf("%v: %s", err, out)
		}
	})
}

// imagesOf runs a short race in a folder's command, and returns which image each mode used, and what it printed.
func imagesOf(t *testing.T, dir string, modes string) (images map[string]string, memory map[string]int64, said string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	cmd := exec.Command(filepath.Join(dir, "corerace"), "run", "--workloads", "primes", "--modes", modes, "--workers", "2",
		"--rounds", "1", "--target", "5ms", "--no-lock", "--out", out)
	printed, _ := cmd.CombinedOutput() // on a busy machine a guard may break, and the samples are there all the same
	rec, err := results.ReadFile(filepath.Join(out, "run.jsonl"))
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	images, memory = map[string]string{}, map[string]int64{}
	for _, s := range rec.Samples {
		images[s.Mode] = s.Image
		if s.Memory != nil {
			memory[s.Mode] = s.Memory.USS / int64(s.Workers)
		}
	}
	return images, memory, string(printed)
}

// leanMost is what an idle worker of the lean image may have for itself, in bytes: 0.8 MiB.
const leanMost = 8 << 20 / 10

// That the sums of all modes are right is a guard of the race itself.
func testBeside(t *testing.T, dir string) {
	images, memory, said := imagesOf(t, dir, "serial,processes,processes-pipe,processes:image=own,processes:image=lean")
	for mode, want := range map[string]string{"serial": "", "processes": "lean", "processes-pipe": "lean",
		"processes:image=own": "own", "processes:image=lean": "lean"} {
		if got, ran := images[mode]; !ran || got != want {
			t.Errorf("%s: image %q, %q expected\n%s", mode, got, want, said)
		}
	}
	if lean := memory["processes"]; lean > leanMost {
		t.Errorf("%d private bytes in a worker of the lean image, at most %d expected", lean, leanMost)
	}
}

// Without a lean image of the same build the command starts itself, and says why where the lean one was asked for.
func testOfAnotherBuild(t *testing.T, built string) {
	puts := map[string]func(path string) error{
		"there is no " + image.Name: func(string) error { return nil },
		"is of another build": func(path string) error {
			another, err := os.ReadFile("/bin/echo") // says what it was asked with, which is nobody's build
			return errors.Join(err, os.WriteFile(path, another, 0o755))
		},
		"doesn't tell its build": func(path string) error { return os.WriteFile(path, []byte("no program"), 0o755) },
	}
	if testkit.Long() {
		puts["is of another build"] = func(path string) error {
			return exec.Command("go", "build", "-ldflags", "-s", "-o", path, "corerace/cmd/corerace-worker").Run()
		}
	}
	for want, put := range puts {
		dir := t.TempDir()
		if err := os.Link(filepath.Join(built, "corerace"), filepath.Join(dir, "corerace")); err != nil {
			t.Fatal(err)
		}
		if err := put(filepath.Join(dir, image.Name)); err != nil {
			t.Fatal(err)
		}
		images, _, said := imagesOf(t, dir, "processes,processes:image=lean")
		if images["processes"] != "own" {
			t.Errorf("%s: image %q", want, images["processes"])
		}
		if _, ran := images["processes:image=lean"]; ran || !strings.Contains(said, want) {
			t.Errorf("%q isn't said:\n%s", want, said)
		}
	}
}

func TestAProgramThatOthersCouldHavePutThereIsNotStarted(t *testing.T) {
	dir := t.TempDir()
	for want, put := range map[string]func(path string) error{
		"":                         func(path string) error { return os.WriteFile(path, nil, 0o755) },
		"others may write to it":   func(path string) error { return errors.Join(os.WriteFile(path, nil, 0o755), os.Chmod(path, 0o775)) },
		"it is no file":            func(path string) error { return unix.Mkfifo(path, 0o700) },
		"it belongs to somebody":   nil,
		"no such file or director": func(string) error { return nil },
	} {
		path := filepath.Join(dir, "program")
		os.Remove(path)
		var err error
		if put == nil {
			err = ours(unix.S_IFREG|0o755, os.Geteuid()+1)
		} else if err = put(path); err == nil {
			_, err = held(path)
		}
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q expected: %v", want, err)
		}
	}
}

func TestWhatSaysTooMuchIsCutShort(t *testing.T) {
	said, err := saidBy(exec.Command("sh", "-c", "head -c 100000 /dev/zero"))
	if err != nil || len(said) != headBytes {
		t.Errorf("%d bytes, %v", len(said), err)
	}
}
