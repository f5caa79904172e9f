package filelock

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func TestALockIsOneAtATimeAndGoesWithItsFile(t *testing.T) {
	if !slices.Contains([]string{"darwin", "freebsd", "linux", "netbsd", "openbsd", "windows"}, runtime.GOOS) {
		t.Skip("no locks on files here")
	}
	path := filepath.Join(t.TempDir(), "file")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	first, second := open(), open()
	if taken, err := Try(first); err != nil || !taken {
		t.Fatalf("the first: %v, %v", taken, err)
	}
	if taken, err := Try(second); err != nil || taken {
		t.Fatalf("the second beside it: %v, %v", taken, err)
	}
	if _, err := second.WriteString("is written all the same"); err != nil {
		t.Error(err)
	}
	first.Close()
	if taken, err := Try(second); err != nil || !taken {
		t.Fatalf("the second after it: %v, %v", taken, err)
	}
}
