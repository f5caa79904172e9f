package differences

import (
	"os"
	"testing"

	"corerace/bench/child"
)

func TestMain(m *testing.M) {
	child.Hook()
	Hook()
	os.Exit(m.Run())
}
