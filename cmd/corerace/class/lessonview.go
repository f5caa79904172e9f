package class

import (
	"strconv"

	"corerace/cmd/corerace/lesson"
)

// A lessonView is a screen of a lesson: what is read together, and what is asked at its end.
type lessonView struct {
	W        *lesson.Words
	Lesson   *lesson.Lesson
	Folder   string
	Place    string // "step 3 of 12"
	Step     int    // that asks something; how many there are at the end
	Back, On int    // steps of the screens before and behind; -1 for none
	Past     bool   // the lesson has gone on from here
	First    bool
	Lacks    []string
	Parts    []partView
	// What is asked: one of them, or nothing at the end.
	Ask       *askView
	Run       *runView
	Explain   *explainView
	End       bool
	Seen      []string
	Next      *lesson.Lesson
	Measuring measuringView
}

// A partView is a step that is only told.
type partView struct {
	Text  string
	Chart *chartView
}

// An askView is a question.
type askView struct {
	*lesson.Question
	Lead   string // above it
	Unit   string // of a number
	Check  bool
	Chosen string // the answer that was given; "" for none
	Kept   string // it in words
	Result string // of a check that was answered
	Wrong  string // why what was typed is no answer
	Typed  string
}

// A runView is an experiment.
type runView struct {
	Seconds int
	Kept    []keptView // what was predicted of it
	Report  bool       // of the last one
}

// A keptView is a prediction that is kept.
type keptView struct{ Question, Answer string }

// An explainView is what may be said of what was measured.
type explainView struct {
	About    string // the question
	Texts    []string
	Again    int  // seconds; 0 where nothing can be measured
	Recorded bool // there is a recording
	Replay   *replayView
	Report   bool
}

// A replayView is what a recording says.
type replayView struct {
	Of    string
	Chart chartView
	Texts []string
}

// screenOf is the screen of step at of a lesson; -1 is where it stands.
func (s *Server) screenOf(p *lesson.Passage, folder string, at int, f lesson.Facts, replay bool) lessonView {
	steps := len(p.Lesson.Steps)
	_, now := p.Lesson.Screen(p.State.Step)
	if at < 0 || at > now {
		at = now
	}
	from, stop := p.Lesson.Screen(at)
	v := lessonView{W: p.Words, Lesson: p.Lesson, Folder: folder, Step: stop, Back: from - 1, On: -1, Past: stop < now,
		First: from == 0, End: stop == steps, Measuring: s.bench.view(s.bench.of(folder)),
		Place: p.Words.Say("web.step", "step", strconv.Itoa(min(stop+1, steps)), "steps", strconv.Itoa(steps))}
	if v.Past {
		v.On = stop + 1
	}
	for _, need := range f.Lacks {
		v.Lacks = append(v.Lacks, p.Words.Say("play.lacks", "what", p.Words.Say("needs."+need)))
	}
	for i := from; i < stop; i++ {
		part := partView{Text: p.Lesson.Steps[i].Text}
		if names := p.Lesson.Steps[i].Quantities; len(names) > 0 {
			c := chartViewOf(p.Chart(names), p.Words)
			part.Chart = &c
		}
		v.Parts = append(v.Parts, part)
	}
	if v.End {
		v.Seen, v.Next = p.Seen(), s.course.next(p.Lesson)
		return v
	}
	v.asks(p, stop, f, replay)
	return v
}

// asks fills in what a step asks.
func (v *lessonView) asks(p *lesson.Passage, step int, f lesson.Facts, replay bool) {
	switch st := &p.Lesson.Steps[step]; st.Kind {
	case lesson.Predict, lesson.Modify, lesson.Check:
		v.Ask = askOf(p, st)
	case lesson.Run:
		v.Run = &runView{Seconds: st.Trial.Seconds, Kept: keptOf(p, step)}
	case lesson.Explain:
		v.Explain = &explainView{About: st.Question.Text, Texts: p.Explained(st, p.State.Quantity(st.Question.Quantity)),
			Report: reportOf(p) != ""}
		if t := p.Lesson.TrialOf(step); t != nil && !v.Past {
			v.Explain.Again = p.Seconds(t, true)
		}
		m, of, ok := p.Recorded(st, f.Replay(p.Lesson))
		if v.Explain.Recorded = ok; ok && replay {
			c := lesson.ChartOf(m)
			v.Explain.Replay = &replayView{Of: p.Words.Replayed(of), Chart: chartViewOf(c, p.Words),
				Texts: p.Explained(st, m)}
		}
	}
}

func askOf(p *lesson.Passage, st *lesson.Step) *askView {
	q := st.Question
	v := &askView{Question: q, Lead: st.Text, Check: q.Quantity == ""}
	if q.Number() {
		v.Unit = p.Words.Unit(q)
	}
	if a := p.State.Answer(q); a != nil {
		if r, ok := q.ReplyOf(*a); ok {
			v.Chosen, v.Kept = a.Text, p.Words.Prediction(q, r)
			if v.Check {
				v.Result = p.Words.Checked(q, r)
			}
		}
	}
	return v
}

// keptOf are the predictions that were made since the experiment before.
func keptOf(p *lesson.Passage, step int) (all []keptView) {
	from := step
	for from > 0 && p.Lesson.Steps[from-1].Kind != lesson.Run {
		from--
	}
	for i := from; i < step; i++ {
		q := p.Lesson.Steps[i].Question
		if q == nil || p.Lesson.Steps[i].Kind == lesson.Explain || q.Quantity == "" {
			continue
		}
		if a := p.State.Answer(q); a != nil {
			if r, ok := q.ReplyOf(*a); ok {
				all = append(all, keptView{q.Text, p.Words.Prediction(q, r)})
			}
		}
	}
	return all
}
