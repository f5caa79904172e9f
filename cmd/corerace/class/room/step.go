package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"corerace/cmd/corerace/class/store"
)

// A Phase is what is done with a question.
type Phase string

// Phases of a question, and the end of all.
const (
	Asking   Phase = "asking"
	Paused   Phase = "paused"
	Revealed Phase = "revealed"
	Ended    Phase = "ended"
)

// A Step is where a class is.
type Step struct {
	N        int    `json:"n"`      // how many steps there were before
	Lesson   string `json:"lesson"` // its id
	Question int    `json:"question"`
	Phase    Phase  `json:"phase"`
	Closed   bool   `json:"closed,omitempty"` // nobody joins any more
	By       string `json:"by,omitempty"`     // what explains a question: "" is what most machines of the class showed
	Freed    bool   `json:"freed,omitempty"`  // by this step the places of those who handed in nothing are free
}

// An Action is what a teacher does.
type Action string

// Actions of a teacher.
const (
	Pause   Action = "pause"
	Resume  Action = "resume"
	Reveal  Action = "reveal"
	Next    Action = "next"
	Back    Action = "back"
	Lock    Action = "lock"
	Unlock  Action = "unlock"
	Free    Action = "free"    // the places of those who handed in nothing
	Choose  Action = "choose"  // another lesson
	Explain Action = "explain" // what a question is explained by
	End     Action = "end"
)

// What explains a question, beside the number of a record and what most machines of the class showed.
const (
	ByHere      = "here"      // the lesson as it was gone through on the machine that serves
	ByRecording = "recording" // one that the program carries
)

// Step does what the teacher asked for, on a page that showed step n. One that is sent again, or that comes from a page
// which is behind, does nothing.
//
// What is the lesson to be chosen, or what explains.
func (r *Room) Step(ctx context.Context, n int, do Action, what string) error {
	r.mu.Lock()
	now := r.step
	r.mu.Unlock()
	if n != now.N || now.Phase == Ended {
		return nil
	}
	next, err := r.after(now, do, what)
	if err != nil {
		return err
	}
	text, err := json.Marshal(next)
	if err != nil {
		return err
	}
	_, err = r.put(ctx, store.Entry{Key: fmt.Sprintf("step-%d", next.N), Kind: kindStep, Head: text}, nil)
	if errors.Is(err, store.ErrOther) { // another button was first
		return r.catchUp(ctx, func() bool { return r.step.N >= next.N })
	}
	return err
}

// after is the step that follows on an action.
func (r *Room) after(s Step, do Action, what string) (Step, error) {
	s.N++
	s.Freed = do == Free
	last := -1
	if l := r.Lesson(s.Lesson); l != nil { // else the lesson of the class is no longer there
		last = len(l.Questions()) - 1
	}
	switch do {
	case Pause:
		if s.Phase == Asking {
			s.Phase = Paused
		}
	case Resume:
		if s.Phase == Paused {
			s.Phase = Asking
		}
	case Reveal:
		s.Phase = Revealed
	case Next:
		if s.Question < last {
			s.Question++
			s.Phase = r.phaseOf(s)
		}
	case Back:
		if s.Question > 0 {
			s.Question--
			s.Phase = r.phaseOf(s)
		}
	case Free:
	case Lock, Unlock:
		s.Closed = do == Lock
	case Choose:
		if r.Lesson(what) == nil {
			return s, refuse(Wrong, "there is no lesson %.40q", what)
		}
		s.Lesson, s.Question, s.By = what, 0, ""
		s.Phase = r.phaseOf(s)
	case Explain:
		if !r.explains(what) {
			return s, refuse(Wrong, "there is no record %.40q to explain by", what)
		}
		s.By = what
	case End:
		s.Phase = Ended
	default:
		return s, refuse(Wrong, "%.40q is nothing that a class can do", string(do))
	}
	return s, nil
}

// explains is whether something can explain a question: the room, this machine, a recording or a record that is kept.
func (r *Room) explains(by string) bool {
	if by == "" || by == ByHere || by == ByRecording {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.order {
		for _, h := range s.records {
			if strconv.FormatInt(h.Seq, 10) == by {
				return true
			}
		}
	}
	return false
}

// phaseOf is the phase in which a question is found: one that was revealed stays so.
func (r *Room) phaseOf(s Step) Phase {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.revealed[r.questionOf(s)] > 0 {
		return Revealed
	}
	return Asking
}

// questionOf is the question of a step; that of no id where its lesson is no longer there.
func (r *Room) questionOf(s Step) question {
	l := r.Lesson(s.Lesson)
	if l == nil || s.Question < 0 || s.Question >= len(l.Questions()) {
		return question{}
	}
	q := l.Questions()[s.Question]
	return question{s.Lesson, q.ID, q.Attempt}
}

func (r *Room) applyStep(e store.Entry) error {
	var s Step
	if err := json.Unmarshal(e.Head, &s); err != nil {
		return err
	}
	if s.Phase == Revealed {
		if q := r.questionOf(s); r.revealed[q] == 0 || e.Seq < r.revealed[q] {
			r.revealed[q] = e.Seq
		}
	}
	if s.N > r.step.N {
		r.step = s
		if s.Freed {
			r.free()
		}
	}
	return nil
}

// free has those who handed in nothing be away, until they do.
func (r *Room) free() {
	for _, s := range r.order {
		if s.entries == 0 && !s.away {
			s.away = true
			r.away++
		}
	}
}

// back has somebody who handed in something be there.
func (r *Room) back(s *student) {
	if s.away {
		s.away = false
		r.away--
	}
}
