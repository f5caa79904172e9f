package language

import (
	"errors"
	"io"
	"os"
)

// A keptFile is a temporary file that is removed when it is closed.
type keptFile struct{ path string }

func (f keptFile) Close() error { return os.Remove(f.path) }

// keepFile keeps a program's text in a temporary file.
func keepFile(text string) (path string, source io.Closer, err error) {
	f, err := os.CreateTemp("", "corerace-*.py")
	if err != nil {
		return "", nil, err
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", nil, err
	}
	return f.Name(), keptFile{f.Name()}, nil
}
