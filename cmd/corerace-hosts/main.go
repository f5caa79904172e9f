// Corerace-hosts hands the shares of a job to workers on other machines, and is such workers. It has what the command
// would be half as large again with: the engine.
//
//	$ go install ./cmd/...
//
// puts it beside the command, whose mode hosts and whose host run it. It does nothing by itself.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"corerace/bench/hosts/jetstream"
	"corerace/bench/hosts/tell"
)

func main() {
	jetstream.Hook()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "corerace-hosts: corerace run and host start this program; by itself it does nothing")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "corerace:", err)
		os.Exit(1)
	}
}

// run does what the argument says: it joins as a host, or answers questions.
func run(argument string) error {
	join, err := tell.Read(argument)
	if err != nil {
		return err
	}
	if join == nil {
		return jetstream.Serve(os.Stdin, os.Stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return jetstream.Join(ctx, *join, os.Stdout)
}
