package lesson

// Screen is which steps are read together with step i: from what is only told up to what asks something of the reader,
// an answer, an experiment or to go on. At the end stop is how many steps there are.
//
//	say say [predict]   [run]   show [explain]   [check]   say
//	from     stop
func (l *Lesson) Screen(i int) (from, stop int) {
	told := func(i int) bool { return l.Steps[i].Kind == Say || l.Steps[i].Kind == Show }
	for stop = i; stop < len(l.Steps) && told(stop); stop++ {
	}
	for from = i; from > 0 && told(from-1); from-- {
	}
	return from, stop
}

// trialBefore is the experiment that came last before a step; nil where there was none.
func (l *Lesson) trialBefore(s *Step) (t *Trial) {
	for i := range l.Steps {
		if &l.Steps[i] == s {
			break
		}
		if l.Steps[i].Trial != nil {
			t = l.Steps[i].Trial
		}
	}
	return t
}

// TrialOf is the experiment that belongs to step i: its own, or the last one before it; nil where there is none.
func (l *Lesson) TrialOf(i int) *Trial {
	if i < len(l.Steps) && l.Steps[i].Trial != nil {
		return l.Steps[i].Trial
	}
	return l.trialBefore(&l.Steps[min(i, len(l.Steps)-1)])
}

// Around is what of a lesson belongs to a question where a whole class does it at once: the texts that lead to it, what
// explains what was measured for it, and the texts behind that.
func (l *Lesson) Around(q *Question) (before []string, explains []*Step, after []string) {
	var at *Question     // whose texts these are
	var waiting []string // texts of which it isn't known yet
	for i := range l.Steps {
		s := &l.Steps[i]
		switch s.Kind {
		case Say:
			waiting = append(waiting, s.Text)
			continue
		case Predict, Modify, Check:
			if at = s.Question; at == q {
				before = append(waiting, before...)
			}
		default:
			if s.Kind == Explain {
				at = s.Question
			}
			if at == q {
				after = append(after, waiting...)
			}
			if at == q && s.Kind == Explain {
				explains = append(explains, s)
			}
		}
		waiting = nil
	}
	if at == q {
		after = append(after, waiting...)
	}
	return before, explains, after
}
