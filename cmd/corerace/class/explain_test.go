package class

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// recordWith is a record in which something was measured for the first question.
func recordWith(t *testing.T, x float64, unit string) string {
	t.Helper()
	line, err := json.Marshal(struct {
		Kind string `json:"kind"`
		results.Answer
	}{results.KindAnswer, results.Answer{At: time.Unix(1_764_500_000, 0).UTC(), Lesson: "two-threads", Question: "lock",
		Text: "same", Unit: unit, Measured: &results.Range{Value: x, Lo: x - 0.01, Hi: x + 0.01}, Outcome: results.OutcomeRight}})
	if err != nil {
		t.Fatal(err)
	}
	return string(aRecord(t)) + string(line) + "\n"
}

// After the reveal everybody reads what the numbers bear: of their own machine, and of what most of the class's showed
// or of what the teacher chose.
func TestARevealedQuestionIsExplained(t *testing.T) {
	measures(t)
	s := aClass(t)
	teacher := s.TeacherToken()
	machine, phone := s.student(1), s.student(2)
	s.post("/answer", machine, s.answerForm("answer-key-1", "b"))
	s.post("/answer", phone, s.answerForm("answer-key-2", "d"))
	for i, x := range []float64{0.99, 1.01, 1.5} {
		token := machine
		if i > 0 {
			token = s.student(2 + i)
		}
		if status, text := s.post(fmt.Sprintf("/record?key=record-key-%d", i), token, recordWith(t, x, "x")); status != 200 {
			t.Fatal(status, text)
		}
	}
	testkit.Eventually(t, "they are read", func() bool { return len(s.room.View().Sources) == 3 })
	shows := func(token string, wants ...string) {
		t.Helper()
		path := "/"
		if token == teacher {
			path = "/wall"
		}
		s.forgive()
		_, text := s.get(path, token)
		for _, want := range wants {
			if never, ok := strings.CutPrefix(want, "not "); ok == strings.Contains(text, strings.TrimPrefix(want, "not ")) {
				t.Errorf("%q in\n%s", never, text)
			}
		}
	}
	const because = "Only the thread that holds the lock computes."
	shows(machine, "This computer has more than one core", "not "+because)
	shows(teacher, "This computer has more than one core", "not "+because, "not Explained by")
	s.post("/wall/step", teacher, "n=0&do=reveal")
	shows(machine, "Your machine", "Your prediction fits: it was 0.99×", because, "2 of the 3 measurements of this class")
	shows(phone, "not Your machine</p>", "2 of the 3 measurements", "You predicted more than was measured. It was 0.99×",
		because, `class="guess hole"`, "not Otter")
	shows(teacher, "2 of the 3 measurements", because, "Explained by", "not You predicted", "not There was no prediction")

	for n, c := range []struct{ by, want string }{
		{s.room.View().Sources[2].By, "Measured on one machine of this class"},
		{room.ByHere, "was not measured on the machine that serves"},
		{room.ByRecording, "A recording, and not this machine: A CPU, 8 cores"},
	} {
		if status, text := s.post("/wall/step", teacher, fmt.Sprintf("n=%d&do=explain&what=%s", n+1, c.by)); status != 303 {
			t.Fatal(status, text)
		}
		shows(phone, c.want)
		shows(teacher, c.want)
	}
	if status, _ := s.post("/wall/step", teacher, "n=4&do=explain&what=99999"); status != http.StatusUnprocessableEntity {
		t.Errorf("a record that there isn't: %d", status)
	}
}

// What this machine showed when the teacher went through the lesson on it explains a question of the class.
func TestTheMachineThatServesExplains(t *testing.T) {
	s := aClass(t)
	r := begins(s)
	p, err := s.course.passage(r.folder)
	if err != nil {
		t.Fatal(err)
	}
	found, _, _ := madeUp{}.Replay(nil)
	p.State.Found = found
	if err := p.State.Save(); err != nil {
		t.Fatal(err)
	}
	phone := s.student(1)
	s.post("/answer", phone, s.answerForm("answer-key-1", "a"))
	s.post("/wall/step", s.TeacherToken(), "n=0&do=reveal")
	s.post("/wall/step", s.TeacherToken(), "n=1&do=explain&what=here")
	_, text := s.get("/", phone)
	for _, want := range []string{"Measured on the machine that serves", "You predicted less", "Only the thread that holds"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// What is said of a record's figures is made of ours: its unit, too.
func TestARecordsUnitIsOneOfOurs(t *testing.T) {
	s := aClass(t)
	s.post("/record?key=record-key-1", s.student(1), recordWith(t, 1, "<b>claims</b>"))
	testkit.Eventually(t, "it is read", func() bool { return s.room.View().Handed == 1 && len(s.room.View().People) > 0 })
	testkit.Eventually(t, "it is summed up", func() bool { return s.digest.Curves() != "" })
	s.post("/wall/step", s.TeacherToken(), "n=0&do=reveal")
	if _, text := s.get("/wall", s.TeacherToken()); strings.Contains(text, "claims") {
		t.Errorf("the wall says\n%s", text)
	}
}

// A check is explained by its answer, and the texts of a lesson all stand at one question.
func TestEveryTextOfALessonStandsAtAQuestion(t *testing.T) {
	s := aClass(t)
	for _, l := range s.course.Lessons {
		said, explained := 0, 0
		for _, q := range l.Questions() {
			before, explains, after := l.Around(q)
			said, explained = said+len(before)+len(after), explained+len(explains)
			v := room.View{Lesson: l, Question: q, Step: room.Step{Lesson: l.ID, Phase: room.Revealed}}
			got := s.explanations(t.Context(), v, nil)
			if len(got) != 1 || q.Quantity == "" && got[0].Texts[0] != "The answer is: "+q.Solution() ||
				q.Quantity != "" && !strings.HasPrefix(got[0].Head, "No machine of this class") {
				t.Errorf("%s, %s: %+v", l.ID, q.ID, got)
			}
		}
		for _, st := range l.Steps {
			switch st.Kind {
			case lesson.Say:
				said--
			case lesson.Explain:
				explained--
			}
		}
		if said != 0 || explained != 0 {
			t.Errorf("%s: %d texts and %d explanations stand at no question or at two", l.ID, -said, -explained)
		}
	}
}
