// Corerace-class serves the live page and a class, and is the student's end of one. It has what the command would be
// large and slow to start with: a server, and databases.
//
//	$ go install ./cmd/...
//
// puts it beside the command, whose serve and join run it. It does nothing by itself.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"corerace/cmd/corerace/class"
	"corerace/cmd/corerace/class/settings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "corerace-class: corerace serve and join run this program; by itself it does nothing")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "corerace:", err)
		os.Exit(1)
	}
}

// run does what settings say.
func run(argument string) error {
	serve, join, err := settings.Read(argument)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if join != nil {
		return class.Join(ctx, join, os.Stdin, os.Stdout, os.Stderr)
	}
	return class.Serve(ctx, serve, os.Stdout, os.Stderr)
}
