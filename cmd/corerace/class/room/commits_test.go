package room

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"

	"corerace/cmd/corerace/class/store"
)

// A faint store is one that a test cuts off: what it is given it keeps, and doesn't say so.
type faint struct {
	store.Store
	off bool
}

func (f *faint) Put(ctx context.Context, e store.Entry, settled func(int64, error)) (int64, error) {
	seq, err := f.Store.Put(ctx, e, settled)
	if f.off && err == nil {
		return 0, context.Canceled
	}
	return seq, err
}

// Who put something may be gone when it is committed. The class is then what it is after its server starts again.
func TestWhatWasCutOffCounts(t *testing.T) {
	record, err := os.ReadFile("../../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "class.db")
	s := &faint{Store: aStore(t, path)}
	r := aRoom(t, s, Begin{Limits: Limits{Students: 9, Bytes: 1 << 20, Entries: 2, Own: 1 << 20, Record: 1 << 20}})
	id, _ := r.join(t, 1)
	s.off = true
	for _, key := range []string{"record-key-1", "record-key-2"} {
		if err := r.Record(t.Context(), id, key, record); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if err := r.Step(t.Context(), 0, Reveal, ""); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := r.Join(t.Context(), r.Code, "student-key-2", "Ada"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	s.off = false
	if err := r.Record(t.Context(), id, "record-key-3", record); kindOf(err) != "full" {
		t.Errorf("a third record of two: %v", err)
	}
	if j, err := r.Join(t.Context(), r.Code, "student-key-2", "Eve"); err != nil || j.Name != "Ada" {
		t.Errorf("joining again under another name: %v, %v", j, err)
	}
	if err := r.Step(t.Context(), 0, Pause, ""); err != nil || r.Now().Phase != Revealed {
		t.Errorf("another button of the old page: %v, %v", err, r.Now())
	}
	want := r.View()
	s.Close()
	if got := aRoom(t, aStore(t, path), Begin{}).View(); !reflect.DeepEqual(got, want) {
		t.Errorf("it was\n%+v\nand is\n%+v", want, got)
	}
}

// An unheard store commits and says that it didn't, as a database whose connection broke may.
type unheard struct {
	store.Store
	off bool
}

func (u *unheard) Put(ctx context.Context, e store.Entry, settled func(int64, error)) (int64, error) {
	if !u.off {
		return u.Store.Put(ctx, e, settled)
	}
	u.Store.Put(ctx, e, nil)
	settled(0, io.ErrUnexpectedEOF)
	return 0, io.ErrUnexpectedEOF
}

func TestACommitThatWasNeverHeardOfIsFound(t *testing.T) {
	s := &unheard{Store: aStore(t, filepath.Join(t.TempDir(), "class.db"))}
	r := aRoom(t, s, Begin{})
	s.off = true
	r.Step(t.Context(), 0, Reveal, "")
	r.Join(t.Context(), r.Code, "student-key-2", "Ada")
	s.off = false
	if err := r.Step(t.Context(), 0, Pause, ""); err != nil || r.Now().Phase != Revealed {
		t.Errorf("another button: %v, %+v", err, r.Now())
	}
	if j, err := r.Join(t.Context(), r.Code, "student-key-2", "Eve"); err != nil || j.Name != "Ada" {
		t.Errorf("joining again under another name: %v, %v", j, err)
	}
}

// Bounds hold also for what is on its way at once.
func TestTheBoundsHoldForWhatComesAtOnce(t *testing.T) {
	r := aRoom(t, aStore(t, filepath.Join(t.TempDir(), "class.db")),
		Begin{Limits: Limits{Students: 5, Bytes: 1 << 20, Entries: 3, Own: 1 << 20, Record: 1 << 20}})
	var joined, answered atomic.Int64
	var wg sync.WaitGroup
	for n := range 40 {
		wg.Go(func() {
			if _, err := r.Join(t.Context(), r.Code, fmt.Sprintf("student-key-%d", n), ""); err == nil {
				joined.Add(1)
			}
		})
	}
	wg.Wait()
	id := r.order[0].id
	l, q, a := r.now3()
	for n := range 40 {
		wg.Go(func() {
			if r.Answer(t.Context(), id, fmt.Sprintf("answer-key-%d", n), l, q, a, "a") == nil {
				answered.Add(1)
			}
		})
	}
	wg.Wait()
	if joined.Load() != 5 || answered.Load() != 3 {
		t.Errorf("%d joined and %d answers were taken, want 5 and 3", joined.Load(), answered.Load())
	}
	if r.joining != 0 || r.order[0].held != (holding{}) {
		t.Errorf("what was reserved isn't given back: %d, %+v", r.joining, r.order[0].held)
	}
}

// Who comes, answers and reveals at once does so in one order, which is that of the store.
func TestWhatComesAtOnceIsTheSameAfterwards(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := aStore(t, path)
	r := aRoom(t, s, Begin{})
	l, q, a := r.now3()
	var wg sync.WaitGroup
	for n := range 60 {
		wg.Go(func() {
			j, err := r.Join(t.Context(), r.Code, fmt.Sprintf("student-key-%d", n), "")
			if err != nil {
				t.Error(err)
				return
			}
			r.Answer(t.Context(), r.Student(j.Token), "answer-key-1", l, q, a, "a")
			if n == 30 {
				r.Step(t.Context(), 0, Reveal, "")
			}
		})
	}
	wg.Wait()
	want := r.View()
	s.Close()
	if got := aRoom(t, aStore(t, path), Begin{}).View(); !reflect.DeepEqual(got, want) {
		t.Errorf("it was\n%+v\nand is\n%+v", want, got)
	}
}
