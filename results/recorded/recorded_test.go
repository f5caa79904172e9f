package recorded

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/results"
	"corerace/results/conditions"
)

// mostPacked is how large a recording may be: the program carries it wherever it goes.
const mostPacked = 96 << 10

func TestEveryRecordingIsAWholeRaceThatIsSmall(t *testing.T) {
	if len(Names()) == 0 {
		t.Fatal("there are none")
	}
	for _, name := range Names() {
		rec, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if rec.Skipped > 0 || rec.Unknown > 0 || rec.End == nil || rec.Run.Imported != nil {
			t.Errorf("%s: skipped %v, end %v", name, rec.Problems, rec.End)
		}
		if len(rec.Samples) == 0 || len(rec.Cores) == 0 || len(rec.Own) == 0 || len(rec.Rounds) == 0 {
			t.Errorf("%s doesn't show what the cores did", name)
		}
		if h := rec.Run.Hosts; len(h) == 0 || h[0].CPUModel == "" ||
			conditions.OfRecord(rec).Verdict == conditions.Unknown {
			t.Errorf("%s doesn't know its machine or what others did: %+v", name, h)
		}
		info, err := os.Stat(name + ext)
		if err != nil || info.Size() > mostPacked {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

func TestAFileIsOpenedPackedOrNot(t *testing.T) {
	packed, err := os.ReadFile(Names()[0] + ext)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"a.jsonl": plain.Bytes(), "a.jsonl.gz": packed} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if rec, err := Open(path); err != nil || len(rec.Samples) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoRecordingIsNamed(t *testing.T) {
	dir := t.TempDir()
	torn := filepath.Join(dir, "torn.jsonl.gz")
	if err := os.WriteFile(torn, []byte("\x1f\x8b\x08 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"sixty-cores": "neither a file nor one of the recordings " + Names()[0], torn: torn, dir: "not a file",
	} {
		if _, err := Open(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

func TestASmallFileThatUnpacksToMuchIsRefused(t *testing.T) {
	r := &bounded{r: endless{}, left: 100}
	if _, err := results.Read(r); err == nil {
		t.Error("it is read")
	}
	if r.left > 0 {
		t.Errorf("%d bytes were left", r.left)
	}
}

// endless is a reader of empty lines.
type endless struct{}

// Read implements io.Reader.
func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
