package language

import (
	"io"
	"os"
	"path/filepath"

	"corerace/bench/scratch"
)

// keepFile keeps a program's text in a file in a folder of its own, which is this user's alone: Python looks for what a
// program imports in its folder first.
func keepFile(text string) (path string, source io.Closer, err error) {
	folder, err := scratch.New("program")
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(folder.Path, "program.py")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		folder.Close()
		return "", nil, err
	}
	return path, folder, nil
}
