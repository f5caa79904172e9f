package results

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

const runLine = `{"kind":"run","format":1,"seed":"7"}` + "\n"

func TestRecordComesBackAsItWasWritten(t *testing.T) {
	rec, err := ReadFile("testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) != 9*14 || len(rec.Rounds) != 9 || len(rec.Cores) < 200 || rec.End == nil ||
		len(rec.Problems) > 0 {
		t.Fatalf("%d samples, %d rounds, %d points, end %v, problems %v",
			len(rec.Samples), len(rec.Rounds), len(rec.Cores), rec.End, rec.Problems)
	}
	want := smallRun().tidy()
	want.Format = Format
	if !reflect.DeepEqual(rec.Run, want) {
		t.Errorf("run %+v, want %+v", rec.Run, want)
	}
	again, err := Read(bytes.NewReader(rewrite(t, rec)))
	if err != nil || !reflect.DeepEqual(again, rec) {
		t.Errorf("the second time it reads otherwise: %v", err)
	}
}

// rewrite writes what was read.
func rewrite(t *testing.T, rec *Record) []byte {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out)
	errs := []error{w.Run(rec.Run)}
	for _, s := range rec.Samples {
		errs = append(errs, w.Sample(s))
	}
	for _, c := range rec.Cores {
		errs = append(errs, w.Cores(c))
	}
	for _, o := range rec.Own {
		errs = append(errs, w.Own(o))
	}
	for _, r := range rec.Rounds {
		errs = append(errs, w.Round(r))
	}
	for _, n := range rec.Notes {
		errs = append(errs, w.Note(n))
	}
	for _, h := range rec.Holds {
		errs = append(errs, w.Holds(h))
	}
	for _, g := range rec.GIL {
		errs = append(errs, w.GIL(g))
	}
	for _, d := range rec.Deaths {
		errs = append(errs, w.Death(d))
	}
	for _, a := range rec.Answers {
		errs = append(errs, w.Answer(a))
	}
	if rec.End != nil {
		errs = append(errs, w.End(*rec.End))
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRecordCutAtAnyByteHoldsWhatCameBefore(t *testing.T) {
	whole, err := os.ReadFile("testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))[:12]
	short := slices.Concat(append(lines, []byte(`{"kind":"end","t_ns":5,"reason":"rounds — é"}`+"\n"))...)
	full, err := Read(bytes.NewReader(short))
	if err != nil || full.End == nil {
		t.Fatal(full, err)
	}
	first := bytes.IndexByte(short, '\n')
	for n := range short {
		rec, err := Read(bytes.NewReader(short[:n]))
		if n < first {
			if !errors.Is(err, ErrNotRecord) ||
				!(n == 0 || strings.HasSuffix(err.Error(),
					"it ends within its first line, so nothing of it can be read")) {
				t.Fatalf("cut at byte %d of the first line: %v", n, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("cut at byte %d: %v", n, err)
		}
		before := bytes.Count(short[:n], []byte("\n")) // whole lines
		tail := short[bytes.LastIndexByte(short[:n], '\n')+1 : n]
		torn := len(tail) > 0 && short[n] != '\n' && n > first
		if len(tail) > 0 && short[n] == '\n' {
			before++ // nothing but the end of the line is missing
		}
		got := 1 + len(rec.Samples) + len(rec.Cores) + len(rec.Rounds)
		if rec.End != nil {
			got++
		}
		if got != before || torn != (len(rec.Problems) == 1) || rec.Skipped != len(rec.Problems) {
			t.Fatalf("cut at byte %d: %d lines of %d, problems %v", n, got, before, rec.Problems)
		}
		if torn {
			if p := rec.Problems[0]; p.Line != before+1 || p.Text != "the record ends within this line" {
				t.Fatalf("cut at byte %d: %v", n, p)
			}
		}
		if !reflect.DeepEqual(rec.Samples, full.Samples[:len(rec.Samples)]) && len(rec.Samples) > 0 {
			t.Fatalf("cut at byte %d: other samples", n)
		}
	}
}

func TestBadLinesAreNamedAndSkipped(t *testing.T) {
	sample := func(fields string) string {
		return `{"kind":"sample","workload":"w","mode":"m","workers":1` + fields + `}`
	}
	for _, c := range []struct{ line, want string }{
		{`nonsense`, `not JSON: invalid character 'o' in literal null (expecting 'u')`},
		{`{"kind":"sample"`, `not JSON: unexpected end of JSON input`},
		{`{"kind":"end"} {}`, `not JSON: invalid character '{' after top-level value`},
		{`17`, `the line can't be a number`},
		{`[]`, `the line can't be an array`},
		{`null`, `no kind`},
		{`{}`, `no kind`},
		{`{"kind":5}`, `kind can't be a number`},
		{`{"kind":"run","format":1}`, `a second run line`},
		{sample(`,"wall_ns":-1`), `sample: wall_ns is negative`},
		{sample(`,"wall_ns":1.5`), `sample: wall_ns can't be the number 1.5`},
		{sample(`,"wall_ns":1e999`), `sample: wall_ns can't be the number 1e999`},
		{sample(`,"wall_ns":99999999999999999`), `sample: wall_ns is longer than a year`},
		{sample(`,"wall_ns":"1s"`), `sample: wall_ns can't be a string`},
		{sample(`,"round":-1`), `sample: round is negative`},
		{sample(`,"lots":{"claims":-1}`), `sample: lots: claims is negative`},
		{sample(`,"lots":{"most":-1}`), `sample: lots: most is negative`},
		{sample(`,"round":1000001`), `sample: round is above 1000000`},
		{sample(`,"sum":"` + strings.Repeat("x", 65) + `"`), `sample: sum is longer than 64 bytes`},
		{sample(`,"per_worker":[{"user_ns":-5}]`), `sample: per_worker: user_ns is negative`},
		{sample(`,"per_worker":[` + strings.Repeat("{},", 4096) + `{}]`),
			`sample: per_worker has 4097 entries, above 4096`},
		{sample(`,"per_worker":{}`), `sample: per_worker can't be an object`},
		{sample(`,"lock":{"held_ns":-5}`), `sample: lock: held_ns is negative`},
		{`{"kind":"sample","mode":"m","workers":1}`, `sample: workload is missing`},
		{`{"kind":"sample","workload":"w","workers":1}`, `sample: mode is missing`},
		{`{"kind":"sample","workload":"w","mode":"m","workers":0}`, `sample: workers is below 1`},
		{`{"kind":"sample","workload":"w","mode":"m","workers":5000}`, `sample: workers is above 4096`},
		{`{"kind":"sample","workload":"w\u001b[2J","mode":"m","workers":1}`,
			`sample: workload has a character that can't be printed`},
		{`{"kind":"sample","workload":"` + strings.Repeat("w", 129) +
			`","mode":"m","workers":1}`, `sample: workload is longer than 128 bytes`},
		{`{"kind":"cores","t_ns":1,"busy":[0.5,-0.5]}`, `cores: busy is negative`},
		{`{"kind":"cores","t_ns":1,"busy":[1001]}`, `cores: busy is above 1000`},
		{`{"kind":"cores","t_ns":1,"busy":[` + strings.Repeat("0,", 4096) +
			`0]}`, `cores: busy has 4097 entries, above 4096`},
		{`{"kind":"round","load1":-1}`, `round: load1 is negative`},
		{`{"kind":"round","others":-5000}`, `round: others is below -4096`},
		{`{"kind":"note","t_ns":-1}`, `note: t_ns is negative`},
		{`{"kind":"note","text":5}`, `note: text can't be a number`},
		{`{"kind":"end","t_ns":-1}`, `end: t_ns is negative`},
	} {
		text := runLine + c.line + "\n" + sample("") + "\n"
		rec, err := Read(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%.60s: %v", c.line, err)
		}
		if want := []Problem{{Line: 2, Text: c.want}}; !slices.Equal(rec.Problems, want) {
			t.Errorf("%.60s: %v, want %v", c.line, rec.Problems, want)
		}
		if len(rec.Samples) != 1 || rec.End != nil || len(rec.Cores)+len(rec.Rounds)+len(rec.Notes) != 0 {
			t.Errorf("%.60s: the record is %+v", c.line, rec)
		}
	}
}

func TestProblemTextsStayShort(t *testing.T) {
	for _, value := range []string{strings.Repeat("9", 100_000), `"` + strings.Repeat("x", 100_000) + `"`} {
		rec, err := Read(strings.NewReader(runLine + `{"kind":"cores","t_ns":` + value + "}\n"))
		if err != nil || len(rec.Problems) != 1 || len(rec.Problems[0].Text) > 256 {
			t.Errorf("%v, %.300v", err, rec.Problems)
		}
	}
}

func TestUnknownKindsAreCountedAndUnknownFieldsIgnored(t *testing.T) {
	rec, err := Read(strings.NewReader(runLine +
		"{\"kind\":\"lock\",\"worker\":3}\n\n{\"kind\":\"\"}\n{\"kind\":\"end\",\"t_ns\":5,\"mood\":\"good\"}\r\n"))
	if err != nil || rec.Unknown != 2 || rec.End == nil || rec.End.T != 5 || len(rec.Problems) > 0 {
		t.Errorf("%+v, %v", rec, err)
	}
}

func TestWhatIsNoRecordIsRefusedInASentence(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "not a corerace record: it is empty"},
		{"\n \n", "not a corerace record: it is empty"},
		{"%PDF-1.4", "not a corerace record: line 1: not JSON: invalid character '%' looking for beginning of value"},
		{"name,time\n", "not a corerace record: line 1: not JSON: invalid " +
			"character 'a' in literal null (expecting 'u')"},
		{"{\"a\":1}\n", "not a corerace record: line 1: no kind"},
		{"{\"kind\":\"sample\"}\n", `not a corerace record: line 1: a record begins with a "run" line`},
		{"{\"kind\":\"run\"}\n", "not a corerace record: line 1: run: format is 0"},
		{"{\"kind\":\"run\",\"format\":\"1\"}\n", "not a corerace record: line 1: run: format can't be a string"},
		{"\n{\"kind\":\"run\",\"format\":1,\"plan\":{\"rounds\":-1}}\n",
			"not a corerace record: line 2: run: rounds is negative"},
		{"{\"kind\":\"run\",\"format\":1,\"hosts\":[{\"cpu_quota\":1e9}]}\n",
			"not a corerace record: line 1: run: cpu_quota is above 4096"},
		{"{\"kind\":\"run\",\"format\":1,\"started\":\"" + strings.Repeat("long ", 1000) + "\"}\n",
			"not a corerace record: line 1: run: parsing time \"" + strings.Repeat("long ", 47) + "long…"},
		{"{\"kind\":\"run\",\"format\":1,\"hosts\":[{\"cpu_quota\":1e-300}]}\n",
			"not a corerace record: line 1: run: cpu_quota is below 0.001"},
		{strings.Repeat("x", 2<<20), "not a corerace record: line 1: longer than 1048576 bytes"},
	} {
		rec, err := Read(strings.NewReader(c.text))
		if rec != nil || !errors.Is(err, ErrNotRecord) || err.Error() != c.want {
			t.Errorf("%.40q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestNewerFormatIsRefusedBeforeItsFieldsAreRead(t *testing.T) {
	_, err := Read(strings.NewReader(`{"kind":"run","format":3,"seed":{"a":1},"hosts":"many"}` + "\n"))
	want := "format 3 is newer than this corerace reads (1): a newer corerace wrote it, and reads it"
	if !errors.Is(err, ErrNewerFormat) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestByteOrderMarkIsSkipped(t *testing.T) {
	if _, err := Read(strings.NewReader("\ufeff" + runLine)); err != nil {
		t.Error(err)
	}
}

// endless is one line that never ends.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = 'x'
	}
	e.left -= n
	return n, nil
}

func TestLongLineIsSkippedWithoutKeepingIt(t *testing.T) {
	lines := newLineReader(io.MultiReader(strings.NewReader(runLine), &endless{64 << 20},
		strings.NewReader("\n{\"kind\":\"end\"}\n")))
	for i, want := range []line{{n: 1, whole: true}, {n: 2, whole: true, long: true}, {n: 3, whole: true}} {
		got, err := lines.next()
		if err != nil || got.n != want.n || got.whole != want.whole || got.long != want.long {
			t.Errorf("line %d: %+v, %v", i+1, got, err)
		}
	}
	if got := cap(lines.buf); got > 2*maxLine {
		t.Errorf("the buffer grew to %d bytes", got)
	}
	fits := `{"kind":"end","pad":"` + strings.Repeat("x", maxLine-24) + "\"}\n"
	for _, c := range []struct {
		line    string
		skipped int
	}{{fits, 0}, {"x" + fits, 1}} {
		if rec, err := Read(strings.NewReader(runLine + c.line)); err != nil || rec.Skipped != c.skipped {
			t.Errorf("%d bytes: %v, %v", len(c.line), rec.Problems, err)
		}
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	rec, err := Read(strings.NewReader(runLine + strings.Repeat("x\n", 250)))
	if err != nil || len(rec.Problems) != 100 || rec.Skipped != 250 || rec.Problems[99].Line != 101 {
		t.Errorf("%d kept, %d skipped, %v", len(rec.Problems), rec.Skipped, err)
	}
}

func TestReadFailsWhereItsSourceDoes(t *testing.T) {
	broken := errors.New("input/output error")
	for _, before := range []string{"", runLine} {
		_, err := Read(io.MultiReader(strings.NewReader(before), iotest.ErrReader(broken)))
		if want := fmt.Sprintf("read line %d: input/output error", 1+strings.Count(before, "\n")); !errors.Is(err,
			broken) || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestReadFileNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	bad := write("bad.jsonl", runLine+"x\n")
	rec, err := ReadFile(bad)
	if err != nil || len(rec.Problems) != 1 {
		t.Fatal(rec, err)
	}
	if got, want := rec.Problems[0].String(), bad+": line 2: not JSON: "; !strings.HasPrefix(got, want) {
		t.Errorf("got %s, want %s…", got, want)
	}
	text := write("notes.txt", "x\n")
	if _, err := ReadFile(text); !errors.Is(err, ErrNotRecord) ||
		!strings.HasPrefix(err.Error(), text+": not a corerace record: ") {
		t.Errorf("a text: %v", err)
	}
	missing := filepath.Join(dir, "missing.jsonl")
	if _, err := ReadFile(missing); !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), missing) != 1 {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := ReadFile(dir); err == nil || strings.Count(err.Error(), dir) != 1 {
		t.Errorf("a folder: %v", err)
	}
}
