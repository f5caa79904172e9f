package foreign

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"corerace/results"
)

// Bounds of what is read. They are far above what these tools write for people's benchmarks.
const (
	maxFile    = 128 << 20 // bytes: tinybench keeps every sample, 20 bytes each, and takes some million in a minute
	maxBenches = 1024      // benchmarks of a file
	maxValues  = 1000      // of a benchmark that are kept
)

// ErrUnknown says that a file isn't one of a tool that is known.
var ErrUnknown = errors.New("not a file of a tool that is known (hyperfine, Google Benchmark, go test -bench, " +
	"pytest-benchmark, pyperf, criterion.rs, Catch2, mitata, tinybench, vitest)")

// ErrFollows says that a file is JSON with more behind it: two files in one, or JSON lines, as a record is.
var ErrFollows = errors.New("the JSON ends, and something follows")

// Options say what a file can't say by itself.
type Options struct {
	// WorkersFrom is the parameter that is the number of workers. Where it is empty, one whose name says threads,
	// workers, processes or goroutines is.
	WorkersFrom string
	// RealTime says what Google Benchmark's real_time is with several threads, where the file is of a release that
	// can't be told by it.
	RealTime RealTime
}

// Read reads the file at a path, or the folder of criterion.rs, and names it in its errors.
func Read(path string, o Options) (*results.Record, error) {
	f, err := read(path, o)
	if _, named := errors.AsType[*fs.PathError](err); named || errors.Is(err, results.ErrNotFile) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	rec, err := f.record(o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rec, nil
}

func read(path string, o Options) (*file, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return criterion(os.DirFS(path))
	}
	in, err := results.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	data, err := readAll(in, info.Size())
	if err != nil {
		return nil, err
	}
	return parse(data, o)
}

// readAll reads what is expected to have a size, and no more than shows that it is too long.
func readAll(in io.Reader, size int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(max(size, 0), maxFile)) + bytes.MinRead)
	_, err := b.ReadFrom(io.LimitReader(in, maxFile+1))
	return b.Bytes(), err
}

// parse reads a file by what is in it, whatever its name.
func parse(data []byte, o Options) (*file, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("longer than %d MiB", maxFile>>20)
	}
	data = bytes.TrimSpace(utf8Of(data))
	switch {
	case bytes.HasPrefix(data, gzipped):
		return parseGzip(data, o)
	case len(data) == 0:
		return nil, fmt.Errorf("%w: it is empty", ErrUnknown)
	case bytes.HasPrefix(data, []byte("[cols=")): // a table of AsciiDoc
		return nil, cmp.Or(otherText(data), ErrUnknown)
	case data[0] == '{' || data[0] == '[':
		return parseJSON(data, o)
	case data[0] == '<':
		return catch2(data)
	}
	if err := otherText(data); err != nil {
		return nil, err
	}
	return goBench(data)
}

// gzipped is how a file begins that gzip compressed, as pyperf does where its name ends in .gz.
var gzipped = []byte("\x1f\x8b")

// parseGzip reads a file that is compressed. What it unpacks to has the same bound as a file.
func parseGzip(data []byte, o Options) (*file, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("it is compressed by gzip, and broken: %w", err)
	}
	unpacked, err := readAll(z, int64(len(data)))
	switch {
	case len(unpacked) > maxFile:
		return nil, fmt.Errorf("it is compressed by gzip, and unpacked longer than %d MiB", maxFile>>20)
	case err != nil:
		return nil, fmt.Errorf("it is compressed by gzip, and broken after %d bytes of its text: %w", len(unpacked), err)
	case bytes.HasPrefix(unpacked, gzipped):
		return nil, errors.New("it is compressed by gzip twice: unpack it first")
	}
	return parse(unpacked, o)
}

// parseJSON tells a tool's JSON by the keys that only it has.
func parseJSON(data []byte, o Options) (*file, error) {
	if isGoJSON(data) {
		return goJSON(data)
	}
	root, err := newDocument(data)
	if err != nil {
		return nil, err
	}
	if err := otherJSON(root); err != nil {
		return nil, err
	}
	var f *file
	switch {
	case root.isTasks():
		f = tinybench(root)
	case root.has("results") && root.has("schema_version"):
		f = hyperfine2(root)
	case root.has("results"):
		f = hyperfine1(root)
	case root.has("machine_info"):
		f = pytestBenchmark(root)
	case root.has("layout"), root.has("context") && root.firstBenchmark().has("runs"):
		f = mitata(root)
	case root.has("context"):
		f = googleBenchmark(root, o.RealTime)
	case root.has("benchmarks") && root.has("cpu") && root.has("runtime"):
		f = mitata0(root)
	case root.has("benchmarks") && root.has("version"):
		f = pyperf(root)
	case root.has("files"):
		f = vitest(root)
	case root.has("testResults"):
		f = vitestTests(root)
	case root.has("tasks"):
		f = tinybench(root.get("tasks"))
	default:
		return nil, ErrUnknown
	}
	if root.doc.err != nil {
		return nil, root.doc.err
	}
	return f, nil
}
