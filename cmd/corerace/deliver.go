package main

import (
	"errors"
	"io/fs"
	"os"
)

// checkWritable says why a file can't be written, before anything is measured for it. It leaves nothing behind.
func checkWritable(path string) error {
	_, err := os.Lstat(path)
	isNew := errors.Is(err, fs.ErrNotExist)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	file.Close()
	if isNew {
		return os.Remove(path)
	}
	return nil
}
