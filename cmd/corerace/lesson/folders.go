package lesson

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// NewDir makes the folder of a lesson that is begun, below root.
func NewDir(root, id string, now time.Time) (string, error) {
	if err := os.MkdirAll(root, 0o777); err != nil {
		return "", fmt.Errorf("folder for the lesson: %w", err)
	}
	stamp := filepath.Join(root, now.UTC().Format("20060102T150405Z")+"-"+id)
	for i := 1; ; i++ {
		dir := stamp
		if i > 1 {
			dir = fmt.Sprintf("%s-%d", stamp, i)
		}
		if err := os.Mkdir(dir, 0o777); !errors.Is(err, fs.ErrExist) || i == 100 {
			return dir, err
		}
	}
}

// Begun is how far each lesson is that was begun below root, the oldest first. What can't be read is left out.
func Begun(root string) (all []*Progress) {
	paths, _ := filepath.Glob(filepath.Join(root, "*", progressFile))
	for _, path := range paths { // by the time in their names
		if p, err := ReadProgress(filepath.Dir(path)); err == nil {
			all = append(all, p)
		}
	}
	return all
}
