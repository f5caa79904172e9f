// Package recorded has recordings that the program carries with it: small records of races, measured on a machine that
// somebody had, for those whose own is busy or has one core.
//
//	results/recorded/NAME.jsonl.gz ──> Names, Open ──> a record as any other
//	a file of the reader's own     ──> Open
//
// A recording is a whole record, as corerace run wrote it. What is shown of one is always said to be a recording: Label
// has the words. None is made up, so a machine that nobody had isn't here. Adding one is adding a file. This package
// knows records and their conditions.
package recorded

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"corerace/results"
)

//go:embed *.jsonl.gz
var files embed.FS

// ext is how the files of recordings end.
const ext = ".jsonl.gz"

// mostBytes is the largest record that a packed file may hold.
const mostBytes = 256 << 20

// Names are the recordings that the program carries, sorted.
func Names() (all []string) {
	entries, _ := files.ReadDir(".") // embedded: it is there
	for _, e := range entries {
		all = append(all, strings.TrimSuffix(e.Name(), ext))
	}
	slices.Sort(all)
	return all
}

// Open reads a recording: one that the program carries, by its name, or a file, which may be packed with gzip. A name
// that is neither is an error that lists the names.
func Open(name string) (*results.Record, error) {
	if data, err := files.ReadFile(name + ext); err == nil {
		return unpack(name, bytes.NewReader(data))
	}
	f, err := results.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is neither a file nor one of the recordings %s", name, strings.Join(Names(), ", "))
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if strings.HasSuffix(name, ".gz") {
		return unpack(name, f)
	}
	return results.ReadOpen(f)
}

// unpack reads a record that is packed.
func unpack(name string, r io.Reader) (*results.Record, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rec, err := results.Read(&bounded{r: z, left: mostBytes})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rec, nil
}

// A bounded reader fails where there is more than so many bytes: a small file may unpack to any size.
type bounded struct {
	r    io.Reader
	left int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("it unpacks to more than %d MB", mostBytes>>20)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
