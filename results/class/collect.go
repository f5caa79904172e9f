package class

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"corerace/results"
)

// Bounds of what is collected: a stick may hold anything.
const (
	mostFiles  = 100_000 // that are looked at
	mostDeep   = 24      // folders below each other
	mostRecord = 128 << 20
)

// Options say how folders are collected.
type Options struct {
	// Names leaves people the names of their folders. Otherwise they are numbered, in an order that isn't that of the
	// names; the same folders have the same numbers.
	Names bool
	// Progress, where it isn't nil, is told how many of how many records were read.
	Progress func(done, all int)
}

// A found is a file that may be a record, with the name of the folder that says whose it is.
type found struct{ whose, path string }

// Collect reads all records in some folders and below. In a single folder each folder is somebody's, and so is a record
// that lies in none; of several folders each is somebody's. It fails where a folder can't be read at all, where there
// is no record, and where ctx ends.
func Collect(ctx context.Context, dirs []string, o Options) (*Class, error) {
	var files []found
	var b Builder
	for _, dir := range dirs {
		some, err := searched(dir, dirs, &b)
		if err != nil {
			return nil, err
		}
		if files = append(files, some...); len(files) > mostFiles {
			return nil, fmt.Errorf("there are more than %d files to read: name the folder of the class", mostFiles)
		}
	}
	if len(files) == 0 && len(b.faults) == 0 {
		return nil, fmt.Errorf("%s: no record is in it", strings.Join(dirs, ", "))
	}
	names := namesOf(files, b.faults, o.Names)
	for i := range b.faults {
		b.faults[i].Member = names[b.faults[i].Member]
	}
	if err := readAll(ctx, files, names, &b, o.Progress); err != nil {
		return nil, err
	}
	return b.Class(), nil
}

// searched finds what may be a record in one of several folders.
func searched(dir string, dirs []string, b *Builder) ([]found, error) {
	if len(dirs) == 1 {
		dir = classFolder(dir)
		return search(dir, func(parts []string) string { return parts[0] }, b)
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	owner := filepath.Base(whole)
	for _, other := range dirs {
		if other != dir && filepath.Base(filepath.Clean(other)) == owner {
			owner = filepath.Clean(dir) // two have the name
		}
	}
	return search(dir, func([]string) string { return owner }, b)
}

// ours are the names of folders that corerace makes: what they lie in is somebody's.
var ours = []string{"corerace-out", "lessons", "run.jsonl"}

// classFolder is the folder in which those of people lie: a platform packs them into one, or several, of its own.
func classFolder(dir string) string {
	for range mostDeep {
		only := onlyFolder(dir)
		if only == "" || slices.ContainsFunc(ours, func(name string) bool {
			return has(only, name) || filepath.Base(only) == name
		}) {
			return dir
		}
		if onlyFolder(only) == "" && !hasFolders(only) { // somebody's, with records of any name
			return dir
		}
		dir = only
	}
	return dir
}

// onlyFolder is the folder that a folder has, where it has no other one and no record; else "".
func onlyFolder(dir string) (only string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case ignored(e):
		case e.IsDir() && only == "":
			only = path
		case e.IsDir() || e.Type().IsRegular() && maybeRecord(path):
			return ""
		}
	}
	return only
}

// hasFolders is whether a folder has folders.
func hasFolders(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.IsDir() && !ignored(e) })
}

// has is whether something of a name is in a folder.
func has(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

// ignored is whether something is what macOS keeps beside files.
func ignored(e fs.DirEntry) bool { return e.Name() == "__MACOSX" || strings.HasPrefix(e.Name(), "._") }

// search finds what may be a record in a folder and below. Of the parts of its path whose says whose it is.
func search(dir string, whose func(parts []string) string, b *Builder) (files []found, err error) {
	looked := 0
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path) // below dir, so there is one
		parts := strings.Split(filepath.ToSlash(rel), "/")
		switch {
		case err != nil && path == dir:
			return err
		case err != nil:
			b.Fault(Fault{Member: whose(parts), Path: path, Why: reason(err)})
			return nil
		case e.IsDir() && (ignored(e) || len(parts) > mostDeep):
			return fs.SkipDir
		case ignored(e) || !e.Type().IsRegular():
			return nil
		}
		if looked++; looked > mostFiles {
			return fmt.Errorf("%s has more than %d files: name the folder of the class", dir, mostFiles)
		}
		switch {
		case strings.EqualFold(filepath.Ext(path), ".zip"):
			b.Fault(Fault{Member: whose(parts), Path: path, Why: "it is packed: unpack it first"})
		case maybeRecord(path):
			files = append(files, found{whose(parts), path})
		}
		return nil
	})
	return files, err
}

// maybeRecord is whether a file is called a record or begins as one: platforms rename what is handed in.
func maybeRecord(path string) bool {
	if strings.Contains(strings.ToLower(filepath.Base(path)), ".jsonl") {
		return true
	}
	head := headOf(path)
	return bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \r\n\t"), []byte(`{"kind":"run"`)) || isProgress(head)
}

// headOf is how a file begins; nothing where it can't be read.
func headOf(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := f.Read(head)
	return head[:n]
}

// namesOf are the names that people are shown by.
func namesOf(files []found, faults []Fault, asked bool) map[string]string {
	names := map[string]string{}
	for _, f := range files {
		names[f.whose] = f.whose
	}
	for _, f := range faults {
		names[f.Member] = f.Member
	}
	if asked {
		return names
	}
	all := make([]string, 0, len(names))
	for name := range names {
		all = append(all, name)
	}
	slices.SortFunc(all, func(a, b string) int {
		x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
		return bytes.Compare(x[:], y[:])
	})
	for i, name := range all {
		names[name] = fmt.Sprintf("student %d", i+1)
	}
	return names
}

// readAll reads the files, some at a time: a record takes several times its size while it is read. What they have is
// added in their order: which of two copies counts doesn't depend on which was read sooner.
func readAll(ctx context.Context, files []found, names map[string]string, b *Builder, progress func(int, int)) error {
	next := make(chan int)
	had := make([]func(*Builder, string) error, len(files))
	var readers sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(runtime.GOMAXPROCS(0), 4) {
		readers.Go(func() {
			for i := range next {
				had[i] = read(files[i].path)
				mu.Lock()
				if done++; progress != nil {
					progress(done, len(files))
				}
				mu.Unlock()
			}
		})
	}
	var err error
	for i := range files {
		if err = context.Cause(ctx); err != nil {
			break
		}
		next <- i
	}
	close(next)
	readers.Wait()
	for i, add := range had {
		if add == nil { // interrupted before it was read
			continue
		}
		name := names[files[i].whose]
		if err := add(b, name); err != nil {
			b.Fault(Fault{Member: name, Path: files[i].path, Why: reason(err)})
		}
	}
	return err
}

// read reads a file, and returns how what it has is added, or why it can't be.
func read(path string) func(*Builder, string) error {
	failed := func(err error) func(*Builder, string) error { return func(*Builder, string) error { return err } }
	info, err := os.Stat(path)
	if err == nil && info.Size() > mostRecord {
		return failed(fmt.Errorf("it is larger than %d MB", mostRecord>>20))
	}
	if progressFile(path) {
		return func(b *Builder, name string) error { return readProgress(path, name, b) }
	}
	rec, err := results.ReadFile(path)
	switch {
	case err != nil:
		return failed(err)
	case rec.Run.Imported != nil:
		return failed(errors.New("another tool measured it"))
	case rec.NumSamples()+len(rec.GIL)+len(rec.Answers) == 0:
		return failed(errors.New("there is nothing measured in it, and nothing answered"))
	}
	p := partOf(rec)
	return func(b *Builder, name string) error { return b.add(name, p) }
}

// reason is why a file was left out, without its path.
func reason(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return cmp.Or(whyOf(err), err.Error())
}

// whyOf is the known reason in an error of the reader, "" where there is none.
func whyOf(err error) string {
	for _, known := range []error{results.ErrNotRecord, results.ErrNewerFormat, results.ErrUTF16, results.ErrNotFile} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ""
}
