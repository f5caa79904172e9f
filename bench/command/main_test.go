//go:build linux

package command

import (
	"os"
	"testing"

	"corerace/bench/command/starter"
)

func TestMain(m *testing.M) {
	starter.Hook()
	os.Exit(m.Run())
}
