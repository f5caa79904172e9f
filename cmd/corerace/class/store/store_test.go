package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"corerace/bench/testkit"
)

// postgresEnv names a database for tests: they make a schema of their own in it.
const postgresEnv = "CORERACE_POSTGRESQL"

// places are where each kind of store can be opened, again and again, by this test.
func places(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{"sqlite": filepath.Join(t.TempDir(), "a class.db"), "postgresql": os.Getenv(postgresEnv)}
}

// each runs a test on both kinds of store. Entries of one are of a class that no other test has.
func each(t *testing.T, test func(t *testing.T, where, class string)) {
	for name, where := range places(t) {
		t.Run(name, func(t *testing.T) {
			if where == "" {
				testkit.Missing(t, "postgresql", "no PostgreSQL: "+postgresEnv+" names no URL of one")
			}
			test(t, where, fmt.Sprintf("%s-%d", strings.ReplaceAll(t.Name(), "/", "-"), os.Getpid()))
		})
	}
}

func open(t *testing.T, where string) Store {
	t.Helper()
	s, err := Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// all are all entries of a class.
func all(t *testing.T, s Store, class string) (list []Entry) {
	t.Helper()
	for after := int64(0); ; after = list[len(list)-1].Seq {
		more, err := s.List(t.Context(), class, after, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(more) == 0 {
			return list
		}
		list = append(list, more...)
	}
}

func TestWhatIsPutIsThereAfterOpeningAgain(t *testing.T) {
	each(t, func(t *testing.T, where, class string) {
		s := open(t, where)
		want := Entry{Class: class, Author: "a", Key: "k", Kind: "record", At: 1_764_500_000_123, Head: []byte(`{"a":1}`),
			Body: []byte("line\x00\xff\n")}
		var err error
		if want.Seq, err = s.Put(t.Context(), want, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, where)
		defer s.Close()
		got := all(t, s, class)
		if len(got) != 1 {
			t.Fatalf("%d entries are there, want 1", len(got))
		}
		body, err := s.Body(t.Context(), class, got[0].Seq)
		if err != nil || !bytes.Equal(body, want.Body) {
			t.Errorf("the body is %q, %v", body, err)
		}
		if got[0].Body = body; fmt.Sprint(got[0]) != fmt.Sprint(want) {
			t.Errorf("%v came back as %v", want, got[0])
		}
		if _, err := s.Body(t.Context(), "another class", got[0].Seq); !errors.Is(err, ErrNone) {
			t.Errorf("another class's body: %v", err)
		}
		if classes, err := s.Classes(t.Context()); err != nil || !strings.Contains(fmt.Sprint(classes), class) {
			t.Errorf("the classes are %q, %v", classes, err)
		}
	})
}

func TestTheSameEntryAgainIsOne(t *testing.T) {
	each(t, func(t *testing.T, where, class string) {
		s := open(t, where)
		defer s.Close()
		e := Entry{Class: class, Author: "a", Key: "k", Kind: "answer", Head: []byte("4")}
		first, err := s.Put(t.Context(), e, nil)
		if err != nil {
			t.Fatal(err)
		}
		e.At = 99 // the server's clock, which isn't the author's
		if again, err := s.Put(t.Context(), e, nil); err != nil || again != first {
			t.Errorf("again it is entry %d, %v, want %d", again, err, first)
		}
		other := e
		other.Head = []byte("5")
		if _, err := s.Put(t.Context(), other, nil); !errors.Is(err, ErrOther) {
			t.Errorf("another entry of the same key: %v", err)
		}
		other.Author = "b" // whose keys are others
		if _, err := s.Put(t.Context(), other, nil); err != nil {
			t.Errorf("another author's: %v", err)
		}
		if got := all(t, s, class); len(got) != 2 || string(got[0].Head) != "4" {
			t.Errorf("there is %v", got)
		}
	})
}

func TestEntriesThatArePutAtOnceAreAllThere(t *testing.T) {
	each(t, func(t *testing.T, where, class string) {
		s := open(t, where)
		defer s.Close()
		const authors, entries = 20, 30
		var put sync.Map
		var wg sync.WaitGroup
		for a := range authors {
			wg.Go(func() {
				for k := range entries {
					e := Entry{Class: class, Author: fmt.Sprint(a), Key: fmt.Sprint(k), Kind: "answer", Head: []byte("x")}
					if k%10 == 0 {
						e.Body = bytes.Repeat([]byte("x"), 100<<10)
					}
					for range 1 + k%2 { // every other one twice
						seq, err := s.Put(t.Context(), e, nil)
						if err != nil {
							t.Error(err)
						}
						put.Store(seq, true)
					}
				}
			})
		}
		wg.Wait()
		got := all(t, s, class)
		if len(got) != authors*entries {
			t.Errorf("%d entries are there, want %d", len(got), authors*entries)
		}
		for _, e := range got {
			if _, ok := put.LoadAndDelete(e.Seq); !ok {
				t.Errorf("entry %d was never acknowledged, or twice", e.Seq)
			}
		}
		put.Range(func(seq, _ any) bool { t.Errorf("entry %d was acknowledged and isn't there", seq); return true })
	})
}

func TestWhatIsNoEntryIsRefused(t *testing.T) {
	each(t, func(t *testing.T, where, class string) {
		s := open(t, where)
		for name, e := range map[string]Entry{
			"no class":     {Key: "k", Kind: "x"},
			"no key":       {Class: class, Kind: "x"},
			"a NUL":        {Class: class, Key: "k\x00", Kind: "x"},
			"a long name":  {Class: class, Key: strings.Repeat("k", MaxName+1), Kind: "x"},
			"a long head":  {Class: class, Key: "k", Kind: "x", Head: make([]byte, MaxHead+1)},
			"a large body": {Class: class, Key: "k", Kind: "x", Body: make([]byte, MaxBody+1)},
		} {
			if _, err := s.Put(t.Context(), e, nil); err == nil {
				t.Errorf("%s is taken", name)
			}
		}
		s.Close()
		if _, err := s.Put(t.Context(), Entry{Class: class, Key: "k", Kind: "x"}, nil); !errors.Is(err, ErrClosed) {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestAStoreThatIsNoneIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, bytes.Repeat([]byte("notes of a teacher\n"), 500), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{path, filepath.Join(path, "x.db"),
		"postgres://nobody@127.0.0.1:1/none?connect_timeout=1"} {
		if s, err := Open(t.Context(), where); err == nil {
			t.Errorf("%s is opened", where)
			s.Close()
		}
	}
}

// One entry that the database refuses is nobody else's.
func TestOneThatCannotBeWrittenIsAlone(t *testing.T) {
	refused := errors.New("refused")
	w := newWriter(func(batch []*waiting) error {
		for i, one := range batch {
			if one.Key == "bad" {
				return refused
			}
			one.settle(int64(i+1), one.digest)
		}
		return nil
	})
	defer w.stop()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			key := fmt.Sprint(i)
			if i == 25 {
				key = "bad"
			}
			_, err := w.put(context.Background(), Entry{Class: "c", Key: key, Kind: "x"}, nil)
			if (err != nil) != (key == "bad") {
				t.Errorf("%s: %v", key, err)
			}
		})
	}
	wg.Wait()
}

// Whoever put an entry may have gone when it is committed: it is settled all the same, and in the order of commits.
func TestWhatNobodyWaitsForIsSettled(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	var n int64
	w := newWriter(func(batch []*waiting) error {
		if n == 0 {
			close(begun)
			<-goOn
		}
		for _, one := range batch {
			n++
			one.settle(n, one.digest)
		}
		return nil
	})
	var settled []int64
	put := func(ctx context.Context, key string) error {
		_, err := w.put(ctx, Entry{Class: "c", Key: key, Kind: "x"}, func(seq int64, err error) {
			if err == nil {
				settled = append(settled, seq)
			}
		})
		return err
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := put(ctx, "first"); !errors.Is(err, context.Canceled) {
			t.Errorf("cut off: %v", err)
		}
	})
	<-begun
	cancel()
	wg.Wait()
	close(goOn)
	for _, key := range []string{"second", "third"} {
		if err := put(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	w.stop()
	if fmt.Sprint(settled) != "[1 2 3]" {
		t.Errorf("what was settled is %v", settled)
	}
}

// A log that grows while somebody reads is named, with what to do, and cut when they are done.
func TestALargeLogIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := open(t, path).(*sqlite)
	put := func(n int) {
		t.Helper()
		for i := range n {
			e := Entry{Class: "c", Author: "a", Key: fmt.Sprintf("k%d-%d", n, i), Kind: "k", Head: []byte("h"),
				Body: bytes.Repeat([]byte("x"), 4096)}
			if _, err := s.Put(t.Context(), e, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(4)
	if err := s.logBelow(1); err != nil {
		t.Errorf("a log that nobody reads isn't cut: %v", err)
	}
	tx, err := s.r.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM entries").Scan(&n); err != nil {
		t.Fatal(err)
	}
	put(5)
	if err := s.logBelow(1); err == nil || !strings.Contains(err.Error(), path+"-wal has") ||
		!strings.Contains(err.Error(), "let exports end") {
		t.Errorf("it says %v", err)
	}
	if err := s.Health(); err != nil {
		t.Errorf("a small log is called large: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.logBelow(1); err != nil {
		t.Errorf("it is still named: %v", err)
	}
}

// To open a pipe waits for its other end for ever, and a device takes anything.
func TestWhatIsNoFileIsRefused(t *testing.T) {
	for _, path := range []string{t.TempDir(), os.DevNull} {
		if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "isn't a file") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
