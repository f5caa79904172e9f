package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"corerace/cmd/corerace/class/store"
	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
	"corerace/results"
)

// aStore is a store in a file that a test may open again.
func aStore(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func aRoom(t *testing.T, s store.Store, b Begin) *Room {
	t.Helper()
	all, err := lesson.Load(lessons.Files, "en", "en")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(t.Context(), s, all, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newRoom(t *testing.T) *Room {
	return aRoom(t, aStore(t, filepath.Join(t.TempDir(), "class.db")), Begin{})
}

// join takes a student in and returns their id and token.
func (r *Room) join(t *testing.T, n int) (id, token string) {
	t.Helper()
	j, err := r.Join(t.Context(), r.Code, fmt.Sprintf("student-key-%d", n), "")
	if err != nil {
		t.Fatal(err)
	}
	return r.Student(j.Token), j.Token
}

// now are the lesson, the question and the attempt that the class is at.
func (r *Room) now3() (string, string, int) {
	q := r.questionOf(r.Now())
	return q.lesson, q.id, q.attempt
}

// do does what the teacher does.
func (r *Room) do(t *testing.T, actions ...Action) {
	t.Helper()
	for _, a := range actions {
		if err := r.Step(t.Context(), r.Now().N, a, ""); err != nil {
			t.Fatal(err)
		}
	}
}

func kindOf(err error) string {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return [...]string{"wrong", "late", "full", "other"}[r.Kind]
	}
	return fmt.Sprint(err)
}

func TestAClassIsTheSameAfterItsServerStartsAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := aStore(t, path)
	r := aRoom(t, s, Begin{})
	record, err := os.ReadFile("../../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		id, _ := r.join(t, n)
		l, q, a := r.now3()
		if err := r.Answer(t.Context(), id, "answer-key-1", l, q, a, "b"); err != nil {
			t.Fatal(err)
		}
		if err := r.Record(t.Context(), id, "record-key-1", record); err != nil {
			t.Fatal(err)
		}
	}
	r.do(t, Reveal, Next, Lock)
	want, token := r.View(), r.TeacherToken()
	s.Close()
	again := aRoom(t, aStore(t, path), Begin{})
	if got := again.View(); !reflect.DeepEqual(got, want) {
		t.Errorf("it was\n%+v\nand is\n%+v", want, got)
	}
	if !again.Teacher(token) || again.Code != r.Code {
		t.Error("the tokens or the code are others")
	}
	again.do(t, End)
	if next := aRoom(t, again.store, Begin{}); next.ID == r.ID || next.Teacher(token) {
		t.Error("after the end the same class goes on")
	}
}

func TestWhatIsSentAgainCountsOnce(t *testing.T) {
	r := newRoom(t)
	id, token := r.join(t, 1)
	if _, again := r.join(t, 1); again != token {
		t.Error("the same key is another student")
	}
	l, q, a := r.now3()
	for range 2 {
		if err := r.Answer(t.Context(), id, "answer-key-1", l, q, a, "b"); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Answer(t.Context(), id, "answer-key-1", l, q, a, "c"); kindOf(err) != "other" {
		t.Errorf("another answer by the same key: %v", err)
	}
	r.do(t, Reveal)
	if err := r.Answer(t.Context(), id, "answer-key-1", l, q, a, "b"); err != nil {
		t.Errorf("what was kept, sent again after the reveal: %v", err)
	}
	v := r.View()
	if v.Students != 1 || v.Answered != 1 || v.Asked.Answers[0].Text != "same" || v.Asked.Answers[0].At.IsZero() {
		t.Errorf("%+v", v)
	}
}

func TestAnAnswerIsChangedUntilTheReveal(t *testing.T) {
	r := newRoom(t)
	id, _ := r.join(t, 1)
	late, _ := r.join(t, 2)
	l, q, a := r.now3()
	for i, typed := range []string{"a", "d", "b"} {
		if err := r.Answer(t.Context(), id, fmt.Sprintf("answer-key-%d", i), l, q, a, typed); err != nil {
			t.Fatal(err)
		}
	}
	r.do(t, Pause)
	if err := r.Answer(t.Context(), late, "answer-key-9", l, q, a, "a"); kindOf(err) != "late" {
		t.Errorf("while it is paused: %v", err)
	}
	r.do(t, Resume, Reveal)
	for _, who := range []string{id, late} {
		if err := r.Answer(t.Context(), who, "answer-key-9", l, q, a, "a"); kindOf(err) != "late" {
			t.Errorf("after the reveal: %v", err)
		}
	}
	r.do(t, Next, Back)
	if v := r.View(); v.Step.Phase != Revealed || v.Answered != 1 || v.Asked.Answers[0].Text != "same" {
		t.Errorf("%+v", v)
	}
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	r := newRoom(t)
	id, token := r.join(t, 1)
	l, q, a := r.now3()
	ctx := context.Background()
	for name, err := range map[string]error{
		"no such question":  r.Answer(ctx, id, "answer-key", l, "nosuch", a, "a"),
		"no such lesson":    r.Answer(ctx, id, "answer-key", "nosuch", q, a, "a"),
		"nonsense":          r.Answer(ctx, id, "answer-key", l, q, a, "perhaps"),
		"a long one":        r.Answer(ctx, id, "answer-key", l, q, a, "b"+strings.Repeat(" ", 100)),
		"a key like a path": r.Answer(ctx, id, "../../../x", l, q, a, "a"),
		"nobody":            r.Answer(ctx, "nobody", "answer-key", l, q, a, "a"),
		"no record":         r.Record(ctx, id, "record-key", []byte("nonsense\n")),
		"an empty record":   r.Record(ctx, id, "record-key", nil),
	} {
		if kindOf(err) != "wrong" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, in := range map[string][3]string{
		"another code": {"00000-000", "student-key", ""}, "a name that turns": {r.Code, "student-key", "a\u202eb"},
		"a name that scrolls": {r.Code, "student-key", "a\x1b[2J"},
		"a long name":         {r.Code, "student-key", strings.Repeat("x", 31)},
		"a short key":         {r.Code, "k", ""},
	} {
		if _, err := r.Join(ctx, in[0], in[1], in[2]); kindOf(err) != "wrong" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, forged := range []string{"", ".", id, id + ".", id + "." + strings.Repeat("0", 32), token + "0",
		r.TeacherToken(), "teacher." + r.mark("student", "teacher")} {
		if r.Student(forged) != "" || forged != r.TeacherToken() && r.Teacher(forged) {
			t.Errorf("%q is somebody", forged)
		}
	}
}

func TestTheBoundsOfAClassHold(t *testing.T) {
	record, err := os.ReadFile("../../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	n := int64(len(record))
	r := aRoom(t, aStore(t, filepath.Join(t.TempDir(), "class.db")),
		Begin{Limits: Limits{Students: 3, Bytes: 3 * n, Entries: 3, Own: 2 * n, Record: int(n)}})
	var ids []string
	for i := range 3 {
		id, _ := r.join(t, i)
		ids = append(ids, id)
	}
	ctx := t.Context()
	if _, err := r.Join(ctx, r.Code, "student-key-9", ""); kindOf(err) != "full" {
		t.Errorf("a fourth student: %v", err)
	}
	hand := func(who int, key string) string { return kindOf(r.Record(ctx, ids[who], "record-key-"+key, record)) }
	for _, c := range []struct {
		who       int
		key, want string
	}{{0, "a", "<nil>"}, {0, "b", "<nil>"}, {0, "c", "full"}, {0, "a", "<nil>"}, {1, "a", "<nil>"}, {1, "b", "full"},
		{2, "a", "full"}} {
		if got := hand(c.who, c.key); got != c.want {
			t.Errorf("student %d, record %s: %s, want %s", c.who, c.key, got, c.want)
		}
	}
	if err := r.Record(ctx, ids[2], "record-key-z", append(record, '\n')); kindOf(err) != "full" {
		t.Errorf("a larger one: %v", err)
	}
	l, q, a := r.now3()
	for i := range 4 {
		err := r.Answer(ctx, ids[2], fmt.Sprintf("answer-key-%d", i), l, q, a, "a")
		if want := map[bool]string{true: "<nil>", false: "full"}[i < 3]; kindOf(err) != want {
			t.Errorf("answer %d: %v, want %s", i, err, want)
		}
	}
}

// A page that is behind, or a button that is pressed twice, does nothing.
func TestAStepIsDoneOnce(t *testing.T) {
	r := newRoom(t)
	n := r.Now().N
	for range 3 {
		if err := r.Step(t.Context(), n, Next, ""); err != nil {
			t.Fatal(err)
		}
	}
	if s := r.Now(); s.Question != 1 || s.N != n+1 {
		t.Errorf("%+v", s)
	}
	if err := r.Step(t.Context(), r.Now().N, "dance", ""); kindOf(err) != "wrong" {
		t.Error(err)
	}
	r.do(t, End, Next, Reveal)
	if s := r.Now(); s.Phase != Ended {
		t.Errorf("after the end: %+v", s)
	}
	if _, err := r.Join(t.Context(), r.Code, "student-key-9", ""); kindOf(err) != "late" {
		t.Errorf("joining after the end: %v", err)
	}
}

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

// What is measured after the reveal counts as measured, and as no prediction.
func TestARecordAfterTheRevealPredictsNothing(t *testing.T) {
	r := newRoom(t)
	before, _ := r.join(t, 1)
	after, _ := r.join(t, 2)
	l, q, a := r.now3()
	hand := func(id, key string) {
		t.Helper()
		if err := r.Record(t.Context(), id, key, measuring(t, l, q, a)); err != nil {
			t.Fatal(err)
		}
	}
	hand(before, "record-key-1")
	r.do(t, Reveal)
	hand(after, "record-key-2")
	for _, sub := range r.Submissions() {
		for _, h := range sub.Records {
			if _, err := r.Read(t.Context(), h.Seq); err != nil {
				t.Fatal(err)
			}
		}
	}
	v := r.View()
	if len(v.Asked.Answers) != 2 || v.Answered != 1 {
		t.Fatalf("%d answered, of %+v", v.Answered, v.Asked.Answers)
	}
	first, second := v.Asked.Answers[0], v.Asked.Answers[1]
	if first.Text != "same" || first.Outcome != results.OutcomeRight {
		t.Errorf("before the reveal: %+v", first)
	}
	if second.Text != "" || second.Measured == nil || second.Outcome == results.OutcomeRight {
		t.Errorf("after the reveal: %+v", second)
	}
	if r.Own(before).Answered == r.Own(after).Answered {
		t.Error("their own pages say the same")
	}
}

// measuring is a record with an answer, and with what was measured for it.
func measuring(t *testing.T, lessonID, q string, attempt int) []byte {
	t.Helper()
	record, err := os.ReadFile("../../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(struct {
		Kind string `json:"kind"`
		results.Answer
	}{results.KindAnswer, results.Answer{At: time.Unix(1_764_500_000, 0).UTC(), Lesson: lessonID, Question: q,
		Attempt: attempt, Text: "same", Unit: "x", Measured: &results.Range{Value: 1, Lo: 0.98, Hi: 1.02},
		Outcome: results.OutcomeRight}})
	if err != nil {
		t.Fatal(err)
	}
	return append(append(record, line...), '\n')
}

// A lesson may be gone when a server starts again: the class can still be ended, or take another one.
func TestAClassGoesOnWithoutItsLesson(t *testing.T) {
	r := newRoom(t)
	r.lessons = r.lessons[1:]
	r.do(t, Pause, Resume, Next, Back, Reveal)
	if err := r.Step(t.Context(), r.Now().N, Choose, r.lessons[0].ID); err != nil {
		t.Fatal(err)
	}
	if v := r.View(); v.Question == nil || v.Step.Phase != Asking {
		t.Errorf("another lesson: %+v", v.Step)
	}
}

// Two who give the same name are told apart, also from those who gave none.
func TestEveryNameIsOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := aStore(t, path)
	r := aRoom(t, s, Begin{})
	var got []string
	for n, name := range []string{"Ada", "", "ada", "Ada", "Badger 2", "", "Badger", "Ada 2"} {
		j, err := r.Join(t.Context(), r.Code, fmt.Sprintf("student-key-%d", n), name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, j.Name)
	}
	want := "Ada,Heron,ada 2,Ada 3,Badger 2,Beaver,Badger,Ada 2 2"
	if strings.Join(got, ",") != want {
		t.Errorf("they are %s, want %s", strings.Join(got, ","), want)
	}
	view := r.View()
	s.Close()
	if again := aRoom(t, aStore(t, path), Begin{}); !reflect.DeepEqual(again.View(), view) {
		t.Error("afterwards they have other names")
	}
}

// After the end nobody is in the class; what was kept can still be acknowledged.
func TestATokenEndsWithItsClass(t *testing.T) {
	r := newRoom(t)
	id, token := r.join(t, 1)
	r.do(t, End)
	if got := r.Student(token); got != "" {
		t.Errorf("after the end the token is %q's", got)
	}
	if r.Once(token) != id || r.Once(token+"0") != "" {
		t.Error("who it was isn't known, or anybody is")
	}
}

// Places of those who handed in nothing can be freed. Who then hands in something is there again.
func TestUnusedPlacesAreFreed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := aStore(t, path)
	b := Begin{Limits: Limits{Students: 3, Bytes: 1 << 20, Entries: 9, Own: 1 << 20, Record: 1 << 20}}
	r := aRoom(t, s, b)
	var ids []string
	for n := range 3 {
		id, _ := r.join(t, n)
		ids = append(ids, id)
	}
	l, q, a := r.now3()
	answer := func(id string) {
		t.Helper()
		if err := r.Answer(t.Context(), id, "answer-key-1", l, q, a, "a"); err != nil {
			t.Fatal(err)
		}
	}
	answer(ids[1])
	if _, err := r.Join(t.Context(), r.Code, "student-key-9", ""); kindOf(err) != "full" {
		t.Errorf("a fourth: %v", err)
	}
	r.do(t, Free, Pause, Resume)
	if v := r.View(); v.Students != 1 || len(v.People) != 1 || v.Step.Freed {
		t.Errorf("it has %d students, %+v, %+v", v.Students, v.People, v.Step)
	}
	r.join(t, 9)
	answer(ids[0])
	want := r.View()
	if want.Students != 3 || len(want.People) != 3 {
		t.Errorf("then it has %d students, %+v", want.Students, want.People)
	}
	s.Close()
	if got := aRoom(t, aStore(t, path), b).View(); !reflect.DeepEqual(got, want) {
		t.Errorf("it was\n%+v\nand is\n%+v", want, got)
	}
}

// What a class handed in can be had after it has ended, and after another began.
func TestAnEarlierClassIsOpenedAgain(t *testing.T) {
	s := aStore(t, filepath.Join(t.TempDir(), "class.db"))
	first := aRoom(t, s, Begin{})
	_, token := first.join(t, 1)
	first.do(t, End)
	if last := aRoom(t, s, Begin{Again: Last}); last.ID != first.ID || !last.Teacher(first.TeacherToken()) {
		t.Errorf("the last is %s, want %s", last.ID, first.ID)
	}
	second := aRoom(t, s, Begin{})
	again := aRoom(t, s, Begin{Again: first.ID})
	if again.ID != first.ID || second.ID == first.ID || again.Student(token) != "" || again.View().Students != 1 {
		t.Errorf("%s is opened as %s", first.ID, again.ID)
	}
	_, err := Open(t.Context(), s, first.lessons, Begin{Again: "nosuch"})
	if err == nil || !strings.Contains(err.Error(), second.ID) {
		t.Errorf("one that never was: %v", err)
	}
}

func TestPseudonymsAreOnesOwn(t *testing.T) {
	seen := map[string]bool{}
	for n := range 500 {
		if name := pseudonym(n); seen[name] {
			t.Fatalf("%s is there twice", name)
		} else {
			seen[name] = true
		}
	}
}

func TestACodeIsTypedInManyWays(t *testing.T) {
	for range 100 {
		code := newCode()
		for _, typed := range []string{code, SpelledCode(code), strings.ToLower(SpelledCode(code)), " " + code + " ",
			strings.ReplaceAll(code, "0", "o"), strings.ReplaceAll(code, "1", "l")} {
			if TypedCode(typed) != code {
				t.Errorf("%q isn't %q", typed, code)
			}
		}
	}
}

// A school has one database for several classes at once.
func TestClassesOfOneStoreAreToldApart(t *testing.T) {
	s := aStore(t, filepath.Join(t.TempDir(), "class.db"))
	mine, other := aRoom(t, s, Begin{Scope: "a@:1"}), aRoom(t, s, Begin{Scope: "b@:1"})
	if again := aRoom(t, s, Begin{Scope: "a@:1"}); again.ID != mine.ID || mine.ID == other.ID {
		t.Errorf("%s and %s; then %s", mine.ID, other.ID, again.ID)
	}
	_, token := mine.join(t, 1)
	if other.Student(token) != "" || other.Teacher(mine.TeacherToken()) {
		t.Error("a token of one is one of the other")
	}
}
