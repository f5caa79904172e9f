package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"corerace/bench/child"
	commands "corerace/bench/command"
	"corerace/cmd/corerace/launch"
)

const (
	// submitLimit is how long a tool may take to hand something in: one that waits for ever for a server that isn't
	// there is given up.
	submitLimit = time.Minute
	// toolEnds is how long a tool that is told to end may take, until it is killed.
	toolEnds = 2 * time.Second
)

// submitSlurm hands a job file in.
func submitSlurm(ctx context.Context, stdout io.Writer, text, path string) error {
	words := []string{"sbatch"}
	if path != "" {
		words, text = append(words, "--", path), ""
	}
	_, err := submit(ctx, stdout, words, text)
	return err
}

// submitKubernetes makes the Secret, where its file is known and it isn't there yet, and then the Job.
func submitKubernetes(ctx context.Context, stdout io.Writer, k launch.Kubernetes, text, path string) error {
	if words := k.CreateSecret(); words != nil {
		said, err := submit(ctx, stdout, words, "")
		switch {
		case err != nil && strings.Contains(said, "AlreadyExists") || strings.Contains(said, "already exists"):
			fmt.Fprintf(stdout, "the Secret %s is there already, and taken as it is\n", k.Secret)
		case err != nil:
			return err
		}
	}
	words := []string{"kubectl", "create", "--filename=-"}
	if path != "" {
		words, text = []string{"kubectl", "create", "--filename=" + path}, ""
	}
	_, err := submit(ctx, stdout, words, text)
	return err
}

// submit runs a tool that is over soon, with text as its input; it shows the command line and what the tool says, which
// it returns. A tool that is too slow, or an interrupt, ends it with all that it started.
func submit(ctx context.Context, stdout io.Writer, words []string, text string) (said string, err error) {
	fmt.Fprintln(stdout, "$", commands.Quote(words))
	limited, cancel := context.WithTimeout(ctx, submitLimit)
	defer cancel()
	takesLonger(ctx, toolEnds)
	var tail child.Tail
	c := toolCommand(limited, words)
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(text), &tail, &tail
	if err = child.Start(c); err == nil {
		err = c.Wait()
	}
	said = string(tail.Bytes())
	for line := range bytes.Lines(tail.Bytes()) {
		fmt.Fprintln(stdout, child.Plain(string(line)))
	}
	switch {
	case err == nil:
		return said, nil
	case ctx.Err() != nil:
		return said, errors.New("interrupted: whether it was submitted, " + words[0] + " didn't say")
	case limited.Err() != nil:
		return said, fmt.Errorf("%s took longer than %v and was ended", words[0], submitLimit)
	case c.ProcessState != nil:
		return said, fmt.Errorf("%s failed: %s", words[0], child.Ended(c.ProcessState))
	}
	return said, fmt.Errorf("%s: %w", words[0], err)
}

// toolCommand is a command that isn't started yet, in a group of its own: an interrupt from the terminal is ours to
// hand on. At the end of ctx it is told to end, and is killed where it doesn't.
func toolCommand(ctx context.Context, words []string) *exec.Cmd {
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	child.OwnGroup(c)
	c.Cancel = func() error { return endTool(c) }
	c.WaitDelay = toolEnds
	return c
}
