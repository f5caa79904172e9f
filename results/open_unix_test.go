//go:build unix

package results

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestWhatIsNoFileIsRefusedAtOnce(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(pipe, link); err != nil {
		t.Fatal(err)
	}
	for path, what := range map[string]string{pipe: "a pipe", link: "a pipe", os.DevNull: "a device", dir: "a folder"} {
		_, err := ReadFile(path)
		if !errors.Is(err, ErrNotFile) || !strings.HasPrefix(err.Error(), path+": ") ||
			!strings.HasSuffix(err.Error(), what) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
