package language

import (
	"io"
	"os"
	"path/filepath"
)

// A keptFolder is a folder for temporary files that is removed with all that is in it when it is closed.
type keptFolder string

func (f keptFolder) Close() error { return os.RemoveAll(string(f)) }

// keepFile keeps a program's text in a file in a folder of its own, which is this user's alone: Python looks for what a
// program imports in its folder first.
func keepFile(text string) (path string, source io.Closer, err error) {
	dir, err := os.MkdirTemp("", "corerace-*")
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(dir, "program.py")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		os.RemoveAll(dir)
		return "", nil, err
	}
	return path, keptFolder(dir), nil
}
