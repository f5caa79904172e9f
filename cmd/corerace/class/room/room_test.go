package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
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
