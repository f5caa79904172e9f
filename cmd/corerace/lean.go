package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"corerace/bench/image"
)

// leanWithin is how long a lean image may take to say what it is.
const leanWithin = 2 * time.Second

// findLean finds the lean image in the folder of this program, and returns a path to start it by, or why it isn't used.
func findLean() (path string, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	name := image.Name
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path, err = held(filepath.Join(filepath.Dir(self), name))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no %s beside this program: go install ./cmd/... puts it there", name)
	}
	if err != nil {
		return "", err
	}
	return path, sameBuild(path, name)
}

// sameBuild returns why a lean image isn't of the same build as this program, or nil.
func sameBuild(path, name string) error {
	want, err := image.Identity()
	if err != nil {
		return fmt.Errorf("this program can't tell its build: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), leanWithin)
	defer cancel()
	said, err := exec.CommandContext(ctx, path, image.Argument).Output()
	if err != nil {
		return fmt.Errorf("%s beside this program doesn't tell its build: %w", name, err)
	}
	if strings.TrimSpace(string(said)) != want {
		return fmt.Errorf("%s beside this program is of another build: go install ./cmd/... makes both", name)
	}
	return nil
}
