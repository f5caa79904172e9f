package jetstream

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"testing"

	"corerace/bench/hosts/tell"
)

// What this binary is, beside its tests: the program with the engine, that answers questions or is a host.
const (
	envDesk = "CORERACE_TEST_DESK"
	envHost = "CORERACE_TEST_HOST"
	// envMark has the process of the tests: all that they start, and what that starts, has it from them.
	envMark = "CORERACE_TEST_MARK"
)

func TestMain(m *testing.M) {
	Hook()
	if os.Getenv(envDesk) != "" {
		os.Unsetenv(envDesk)
		exit(Serve(os.Stdin, os.Stdout))
	}
	if text := os.Getenv(envHost); text != "" {
		os.Unsetenv(envHost)
		var j tell.Join
		err := json.Unmarshal([]byte(text), &j)
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err == nil {
			err = Join(ctx, j, os.Stdout)
		}
		exit(err)
	}
	os.Setenv(envMark, strconv.Itoa(os.Getpid()))
	os.Exit(m.Run())
}

func exit(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}
