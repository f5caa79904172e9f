package main

import (
	"context"
	"errors"
	"io"
	"strings"
)

// planned carries a command out as far as it can be without a measurement: its context is over. What it was told is
// read and looked up meanwhile, so a line that isn't understood is an error.
func planned(args []string) error {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	root := rootCommand(io.Discard)
	root.SetErr(io.Discard)
	root.SetArgs(args)
	err := root.ExecuteContext(over)
	if errors.Is(err, context.Canceled) || err != nil && strings.HasPrefix(err.Error(), "interrupted") {
		return nil
	}
	return err
}
