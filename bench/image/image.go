// Package image tells whether two programs run workers with the same compiled code: the command, and the lean image
// beside it that has nothing else.
//
// What the go command writes into a program doesn't tell: of a working copy that was changed it only says so, and the
// build IDs of two programs differ. So both have the text of all that a worker runs, and compare a digest of it, of
// the compiler, of its settings and of the modules that are used. Where it is the same, the compiler was given the same.
//
//	command   text, compiler, settings, modules ─> digest ─┐
//	lean      text, compiler, settings, modules ─> digest ─┴─> equal: workers start from the lean image
//
// It knows what a worker runs and nothing of how one is started.
package image

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"runtime/debug"
	"slices"
	"strings"

	"corerace/bench/role"
	"corerace/bench/worker"
	"corerace/workloads"
)

// Name is the file of the lean image, in the folder of the command.
const Name = "corerace-worker"

// Argument asks a lean image for its identity, which it prints as a line.
const Argument = "--identity"

// Identity is a digest of all that the code of a worker is made from, in 64 hexadecimal digits. It fails where the
// program doesn't know how it was built.
func Identity() (string, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", errors.New("it doesn't know how it was built")
	}
	h := sha256.New()
	built(h, info)
	for _, of := range []embed.FS{workloads.Source, role.Source, worker.Source} {
		if err := text(h, of); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// built adds the compiler, its settings and the modules of others. What the version control says isn't among the
// settings: it is about files that a worker isn't made from, too.
func built(h hash.Hash, info *debug.BuildInfo) {
	fmt.Fprintln(h, info.GoVersion)
	for _, s := range info.Settings {
		if !strings.HasPrefix(s.Key, "vcs") {
			fmt.Fprintf(h, "%q %q\n", s.Key, s.Value)
		}
	}
	for _, m := range info.Deps {
		if slices.Contains(modules, m.Path) {
			fmt.Fprintln(h, m.Path, m.Version, m.Sum)
			if m.Replace != nil {
				fmt.Fprintln(h, m.Replace.Path, m.Replace.Version, m.Replace.Sum)
			}
		}
	}
}

// text adds the names and the bytes of all files.
func text(h hash.Hash, of embed.FS) error {
	return fs.WalkDir(of, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := of.ReadFile(path)
		fmt.Fprintf(h, "%q %d\n", path, len(b))
		h.Write(b)
		return err
	})
}
