package class

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"corerace/cmd/corerace/lesson"
)

// A listedLesson is a lesson of the list.
type listedLesson struct {
	*lesson.Lesson
	Minutes string
	For     string
	Where   string // how far it is; "" where it wasn't begun
	Folder  string // to go on in; "" where there is none
	Done    bool
}

// lessonsPage lists the lessons, and how far each is.
func (s *Server) lessonsPage(w http.ResponseWriter, r *http.Request, _ who) {
	words, begun := s.course.Words, s.course.begun()
	var all []listedLesson
	for _, l := range s.course.Lessons {
		x := listedLesson{Lesson: l, For: words.Say("list.for", "misconception", l.Misconception),
			Minutes: words.Say("list.minutes", "minutes", strconv.Itoa(l.Minutes), "level", words.Say("level."+l.Level))}
		if p := begun[l.ID]; p != nil {
			x.Folder, x.Done = filepath.Base(p.Dir()), p.Done
			key := "list.started"
			if p.Done {
				key = "list.done"
			}
			x.Where = words.Say(key, "step", strconv.Itoa(p.Step+1), "steps", strconv.Itoa(p.Steps))
		}
		all = append(all, x)
	}
	s.page(w, r, http.StatusOK, "lessons", map[string]any{"Title": words.Say("web.lessons"), "W": words, "Lessons": all,
		"Class": s.room != nil})
}

// beginLesson begins a lesson.
func (s *Server) beginLesson(w http.ResponseWriter, r *http.Request, _ who) {
	l := s.course.find(r.FormValue("lesson"))
	if l == nil {
		s.say(w, r, http.StatusUnprocessableEntity, s.course.Words.Say("web.no-lesson"))
		return
	}
	folder, err := s.course.begin(l)
	if err != nil {
		s.log("begin a lesson: %v", err)
		s.say(w, r, http.StatusInternalServerError, s.course.Words.Say("web.not-kept"))
		return
	}
	s.toLesson(w, r, folder)
}

func (s *Server) toLesson(w http.ResponseWriter, r *http.Request, folder string) {
	http.Redirect(w, r, "/lesson/"+folder, http.StatusSeeOther)
}

// withPassage hands over the way through a lesson of an address. One request at a time changes it, and none does while
// the command measures for it, which writes it then.
func (s *Server) withPassage(w http.ResponseWriter, r *http.Request, do func(p *lesson.Passage, folder string)) {
	s.passing.Lock()
	defer s.passing.Unlock()
	folder := r.PathValue("folder")
	p, err := s.course.passage(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.say(w, r, http.StatusNotFound, s.course.Words.Say("web.no-lesson"))
	case err != nil:
		s.log("%s: %v", folder, err)
		s.say(w, r, http.StatusInternalServerError, s.course.Words.Say("web.not-kept"))
	default:
		do(p, folder)
	}
}

// measuresIn reports whether an experiment of a folder runs.
func (s *Server) measuresIn(folder string) bool { return s.bench.view(s.bench.of(folder)).Running }

// lessonPage is the screen at which a lesson is, or an earlier one.
func (s *Server) lessonPage(w http.ResponseWriter, r *http.Request, _ who) {
	s.withPassage(w, r, func(p *lesson.Passage, folder string) {
		at, err := strconv.Atoi(r.FormValue("at"))
		if err != nil {
			at = -1
		}
		s.showLesson(w, r, http.StatusOK, s.screenOf(p, folder, at, s.factsOf(r, p.Lesson), r.Form.Has("replay")))
	})
}

// factsOf are the facts of a lesson; none where the command doesn't tell.
func (s *Server) factsOf(r *http.Request, l *lesson.Lesson) lesson.Facts {
	f, err := s.facts.of(r.Context(), l)
	if err != nil {
		s.log("%v", err)
	}
	return f
}

func (s *Server) showLesson(w http.ResponseWriter, r *http.Request, status int, v lessonView) {
	data := map[string]any{"Title": v.Place + " · " + v.Lesson.Title, "V": v, "W": v.W, "Class": s.room != nil,
		"Measuring": s.fragment("measuring", map[string]any{"M": v.Measuring, "W": v.W})}
	if v.Measuring.Running {
		data["Stream"] = "/lesson/" + v.Folder + "/events"
	}
	s.page(w, r, status, "lesson", data)
}

// atStep is whether a form is of the step at which a lesson is, and nothing measures there. One that is sent again, or
// from a page that is behind, does nothing.
func (s *Server) atStep(r *http.Request, p *lesson.Passage, folder string) (step int, ok bool) {
	_, now := p.Lesson.Screen(p.State.Step)
	step, err := strconv.Atoi(r.FormValue("step"))
	return step, err == nil && step == now && now < len(p.Lesson.Steps) && !s.measuresIn(folder)
}

// answerLesson keeps an answer.
func (s *Server) answerLesson(w http.ResponseWriter, r *http.Request, _ who) {
	s.withPassage(w, r, func(p *lesson.Passage, folder string) {
		step, ok := s.atStep(r, p, folder)
		if !ok || !asks(&p.Lesson.Steps[step]) {
			s.toLesson(w, r, folder)
			return
		}
		q, typed := p.Lesson.Steps[step].Question, r.FormValue("answer")
		reply, understood := q.Read(typed)
		if !understood || len(typed) > mostTyped {
			v := s.screenOf(p, folder, -1, s.factsOf(r, p.Lesson), false)
			v.Ask.Wrong, v.Ask.Typed = p.Words.Say("web.again"), typed[:min(len(typed), mostTyped)]
			s.showLesson(w, r, http.StatusUnprocessableEntity, v)
			return
		}
		err := p.Keep(q, reply, typed)
		if err == nil && q.Quantity != "" { // what comes of a check is read first
			err = p.Past(step)
		}
		s.kept(w, r, folder, err)
	})
}

// mostTyped is how long an answer may be, in bytes.
const mostTyped = 80

// asks is whether a step is a question.
func asks(s *lesson.Step) bool {
	return s.Kind == lesson.Predict || s.Kind == lesson.Modify || s.Kind == lesson.Check
}

// kept goes on to the page where something was kept, or says that it wasn't.
func (s *Server) kept(w http.ResponseWriter, r *http.Request, folder string, err error) {
	if err != nil {
		s.log("%s: %v", folder, err)
		s.say(w, r, http.StatusInternalServerError, s.course.Words.Say("web.not-kept"))
		return
	}
	s.toLesson(w, r, folder)
}

// goOn goes on from what was explained or checked, or from what couldn't be measured.
func (s *Server) goOn(w http.ResponseWriter, r *http.Request, _ who) {
	s.withPassage(w, r, func(p *lesson.Passage, folder string) {
		step, ok := s.atStep(r, p, folder)
		if ok {
			st := &p.Lesson.Steps[step]
			ok = st.Kind == lesson.Explain || st.Kind == lesson.Check && p.State.Answer(st.Question) != nil ||
				st.Kind == lesson.Run && s.bench.view(s.bench.of(folder)).Problem != ""
		}
		var err error
		if ok {
			err = p.Past(step)
		}
		s.kept(w, r, folder, err)
	})
}

// measureLesson does the experiment of the step, or the last one again.
func (s *Server) measureLesson(w http.ResponseWriter, r *http.Request, _ who) {
	s.withPassage(w, r, func(p *lesson.Passage, folder string) {
		step, ok := s.atStep(r, p, folder)
		if ok {
			kind := p.Lesson.Steps[step].Kind
			ok = kind == lesson.Run || kind == lesson.Explain && p.Lesson.TrialOf(step) != nil
		}
		if !ok {
			s.toLesson(w, r, folder)
			return
		}
		err := s.bench.start(folder, func(m *measuring) {
			data := map[string]any{"M": s.bench.view(m), "W": s.course.Words}
			m.feed.Send("measuring", string(s.fragment("measuring", data)))
		})
		if err != nil {
			s.log("%s: %v", folder, err)
			s.say(w, r, http.StatusConflict, s.course.Words.Say("web.busy"))
			return
		}
		s.toLesson(w, r, folder)
	})
}

// stopLesson ends the experiment that runs. Its record stays, and the lesson doesn't go on.
func (s *Server) stopLesson(w http.ResponseWriter, r *http.Request, _ who) {
	folder := r.PathValue("folder")
	if s.bench.of(folder) == nil {
		s.say(w, r, http.StatusNotFound, s.course.Words.Say("web.no-lesson"))
		return
	}
	s.bench.stop()
	s.toLesson(w, r, folder)
}

// lessonEvents shows how an experiment goes.
func (s *Server) lessonEvents(w http.ResponseWriter, r *http.Request, v who) {
	m := s.bench.of(r.PathValue("folder"))
	if m == nil {
		s.say(w, r, http.StatusNotFound, s.course.Words.Say("web.no-lesson"))
		return
	}
	s.stream(w, r, v, m.feed)
}

// lessonReport is the page of the last experiment of a lesson.
func (s *Server) lessonReport(w http.ResponseWriter, r *http.Request, _ who) {
	s.withPassage(w, r, func(p *lesson.Passage, _ string) {
		text, err := os.ReadFile(reportOf(p))
		if err != nil {
			s.say(w, r, http.StatusNotFound, s.course.Words.Say("web.no-report"))
			return
		}
		s.report(w, text)
	})
}

// reportOf is the page of the last experiment of a lesson; "" where there is none.
func reportOf(p *lesson.Passage) string {
	paths, _ := filepath.Glob(filepath.Join(p.State.Dir(), strconv.Itoa(p.State.Runs)+"-*", "report.html"))
	if len(paths) != 1 {
		return ""
	}
	return paths[0]
}
