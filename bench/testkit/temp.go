package testkit

import (
	"os"
	"testing"
)

// TempStaysEmpty gives a test, and what it starts, an empty folder for temporary files. Whatever is left there when
// what the test opens after this call is closed is an error.
func TempStaysEmpty(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Cleanup(func() {
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left among temporary files: %v, %v", left, err)
		}
	})
}
