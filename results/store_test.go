package results

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// manySamples is a record of n samples, as a run writes them.
func manySamples(t testing.TB, n int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out)
	if err := w.Run(Run{}); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		s := aSample()
		s.Round, s.Baseline, s.Claim, s.Sum = 1+i/4, "serial", "shared", "6273000"
		s.PerWorker = []Worker{{PID: 10714, Shares: 410}, {PID: 10715, Shares: 11}}
		s.Pool = &PoolTime{OnCPU: 234217000, Wait: 24553708}
		if err := w.Sample(s); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestARecordTakesAFifthOfItsFileInMemory(t *testing.T) {
	const n = 20_000
	data := manySamples(t, n)
	path := filepath.Join(t.TempDir(), "run.jsonl")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	rec, err := ReadFile(path)
	if err != nil || rec.NumSamples() != n || rec.Skipped != 0 {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := after.HeapAlloc - before.HeapAlloc; kept > uint64(len(data)/5) {
		t.Errorf("%d bytes of memory for %d of the file", kept, len(data))
	}
	two := rec.SamplesAt([]int32{0, 1})
	if a, b := two[0].PerWorker, two[1].PerWorker[0]; append(a, Worker{PID: 1})[2] == b || two[1].PerWorker[0] != b {
		t.Error("what is added to the workers of a sample goes into those of the next")
	}
}

func TestKindIsReadAheadOnlyWhereThatIsSafe(t *testing.T) {
	for text, want := range map[string]string{
		`{"kind":"sample","round":1}`:        KindSample,
		`{"kind":"samples"}`:                 "",
		`{"kind":"note"}`:                    "", // seldom, and not worth it
		`{"kind":"sample","kind":"end"}`:     "",
		` {"kind":"sample"}`:                 "",
		`{"kind":"sample`:                    "",
		`{"round":1,"kind":"sample"}`:        "",
		`{"kind":"cores","t_ns":1,"busy":1}`: KindCores,
	} {
		if got := kindAhead([]byte(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestTextInUTF16IsNamedAsThat(t *testing.T) {
	le := []byte{0xff, 0xfe}
	var be []byte
	for _, c := range []byte(runLine) {
		le, be = append(le, c, 0), append(be, 0, c)
	}
	for _, data := range [][]byte{le, le[2:], be, append([]byte{0xfe, 0xff}, be...)} {
		if _, err := Read(bytes.NewReader(data)); !errors.Is(err, ErrUTF16) || !errors.Is(err, ErrNotRecord) {
			t.Errorf("% x …: %v", data[:4], err)
		}
	}
}

// Lists that lie behind each other stay apart: none can be written through another.
func TestListsOfAStreamStayApart(t *testing.T) {
	var kept store
	a, b := kept.list([]float64{1, 2}), kept.list([]float64{3})
	if _ = append(a, 9); b[0] != 3 || len(a) != 2 || cap(a) != 2 {
		t.Errorf("%v of room for %d, %v", a, cap(a), b)
	}
	if empty := kept.list(nil); empty == nil || len(empty) != 0 {
		t.Errorf("an empty list is %v", empty)
	}
	long := make([]float64, workerBlock)
	if got := kept.list(long); len(got) != len(long) || &got[0] == &long[0] {
		t.Errorf("a long list has %d numbers, or is the one that was given", len(got))
	}
}
