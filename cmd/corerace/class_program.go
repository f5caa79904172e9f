package main

import (
	"context"
	"io"
	"os"
	"time"

	"corerace/cmd/corerace/class/settings"
)

// classPackage is what the program that serves is built from.
const classPackage = "corerace/cmd/corerace-class"

// runClass runs the program that serves in our place, with the terminal that we have.
func runClass(ctx context.Context, serve *settings.Serve, join *settings.Join, stdout, stderr io.Writer) error {
	argument, err := settings.Spell(serve, join)
	if err != nil {
		return err
	}
	p, err := findBeside(ctx, settings.Program, classPackage, stderr)
	if err != nil {
		return err
	}
	defer p.undo()
	takesLonger(ctx, classEnds)
	return runBeside(ctx, p, argument, stdout, stderr)
}

// classEnds is how long the program may take to end: a race writes its report, and the store what it was given.
const classEnds = 12 * time.Second

// thisCommand starts this program again.
func thisCommand() ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return []string{self}, nil
}
