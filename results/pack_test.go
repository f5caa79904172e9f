package results

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// someSamples are samples of every kind: with all that can be packed, with what can't, and with nothing.
func someSamples(t testing.TB) []Sample {
	t.Helper()
	all := make([]Sample, 0, 60)
	for i := range 20 {
		whole, err := slowly(wholeSample(t))
		if err != nil {
			t.Fatal(err)
		}
		packable := whole
		packable.Warnings = []string{}
		if i%2 == 0 {
			packable.Lock = &Lock{HandOffs: int64(i), Held: 1 << 40, Slices: &Spread{N: 1}}
		}
		packable.Round, packable.Wall, packable.PerWorker = i, -1, packable.PerWorker[:i%3]
		all = append(all, whole, packable, Sample{Round: i, PerWorker: []Worker{}, Warnings: []string{}})
	}
	return all
}

func TestSamplesComeOutAsTheyWerePacked(t *testing.T) {
	want := someSamples(t)
	rec := &Record{Samples: someSamples(t)}
	rec.Pack()
	late := Sample{Round: 99, PerWorker: []Worker{}, Warnings: []string{}}
	rec.Samples, want = append(rec.Samples, late), append(want, late)
	if rec.NumSamples() != len(want) || !rec.Packed() {
		t.Fatalf("%d samples", rec.NumSamples())
	}
	numbers := make([]int32, len(want))
	for i, s := range rec.All() {
		numbers[i] = int32(i)
		if !reflect.DeepEqual(*s, want[i]) || !reflect.DeepEqual(*rec.SampleAt(i), want[i]) {
			t.Fatalf("sample %d: got %+v, want %+v", i, *s, want[i])
		}
	}
	inBrief := 0
	for i, b := range rec.Briefs() {
		if i != inBrief || !reflect.DeepEqual(*b, want[i].Brief()) {
			t.Fatalf("sample %d in brief: got %d, %+v, want %+v", inBrief, i, *b, want[i].Brief())
		}
		inBrief++
	}
	if inBrief != len(want) {
		t.Fatalf("%d samples in brief, want %d", inBrief, len(want))
	}
	for i, s := range rec.SamplesAt(numbers) {
		if !reflect.DeepEqual(*s, want[i]) {
			t.Fatalf("sample %d among others: got %+v, want %+v", i, *s, want[i])
		}
	}
}

// A field that a sample gets one day is packed, too, or what has it isn't.
func TestEveryFieldOfASampleIsPacked(t *testing.T) {
	var s Sample
	n := int64(1)
	fill(reflect.ValueOf(&s).Elem(), &n)
	s.Tree, s.Of, s.HandOver, s.Tracks, s.Warnings = nil, nil, nil, nil, []string{}
	for i := range s.PerWorker {
		s.PerWorker[i].Host = ""
	}
	rec := &Record{Samples: []Sample{s, s}}
	rec.Pack()
	if len(rec.packed.whole) > 0 || !reflect.DeepEqual(*rec.SampleAt(1), s) {
		t.Errorf("got %+v, want %+v", *rec.SampleAt(1), s)
	}
	if again := *rec.SamplesAt([]int32{0, 1})[0]; !reflect.DeepEqual(again, s) {
		t.Errorf("got %+v, want %+v", again, s)
	}
}

func TestSamplesOfHostsComeOutAsTheyWerePacked(t *testing.T) {
	there := Sample{PerWorker: []Worker{{Host: "lab-1", PID: 7}}, Warnings: []string{}}
	here := Sample{PerWorker: []Worker{{PID: 8}}, Warnings: []string{}, HandOver: &HandOver{Mean: 9, Count: 10}}
	track := Sample{PerWorker: []Worker{}, Warnings: []string{}, Tracks: []Track{aTrack()}}
	rec := &Record{Samples: []Sample{there, here, track}}
	rec.Pack()
	for i, want := range []Sample{there, here, track} {
		if got := *rec.SampleAt(i); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

// fill gives everything in a value another one that isn't its zero.
func fill(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(*n)
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(fmt.Sprint(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	}
}

func TestSomeOfARecordAreARecordOfTheirOwn(t *testing.T) {
	rec := &Record{Samples: someSamples(t)}
	rec.Pack()
	odd := rec.Where(func(s *Sample) bool { return s.Round%2 == 1 })
	more := aSample()
	more.Mode = "another"
	odd.Keep(more)
	last := odd.NumSamples() - 1
	if last != 40 || odd.SampleAt(0).Round != 1 || odd.SampleAt(last).Mode != "another" {
		t.Errorf("%d samples, from round %d on, the last in %s", last, odd.SampleAt(0).Round, odd.SampleAt(last).Mode)
	}
	if want := someSamples(t); rec.NumSamples() != len(want) || !reflect.DeepEqual(*rec.SampleAt(59), want[59]) {
		t.Error("the record that they are from has changed")
	}
}

func TestAsManyKindsAsSamplesAreKept(t *testing.T) {
	rec := &Record{}
	for i := range 3 * packFrom {
		rec.Keep(Sample{Sum: fmt.Sprint(i)})
	}
	for i, s := range rec.All() {
		if s.Sum != fmt.Sprint(i) {
			t.Fatalf("sample %d has the sum %s", i, s.Sum)
		}
	}
}

// A record that is long has its samples packed, and Samples is empty: what looks there alone would say nothing of them.
func TestOnlyThisPackageLooksAtTheListOfSamplesAlone(t *testing.T) {
	may := map[string]bool{ // records that are made, never read
		"cmd/corerace/session.go": true, "cmd/corerace/demo/live.go": true, "cmd/corerace/lesson/trial/sink.go": true,
		"bench/race/rounds.go": true, "results/foreign/record.go": true,
		"report/internal/course/course.go": true, "report/internal/course/more.go": true,
	}
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		name, _ := filepath.Rel(root, path)
		if name = filepath.ToSlash(name); may[name] || filepath.Dir(path) == filepath.Join(root, "results") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Samples" && ofRecord(s.X) {
				t.Errorf("%s looks at Samples: All has those of a long record, too", name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ofRecord is whether an expression is what a record is called in this repository.
func ofRecord(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == "rec" || x.Name == "record"
	case *ast.SelectorExpr:
		return x.Sel.Name == "rec" || x.Sel.Name == "Record"
	}
	return false
}
