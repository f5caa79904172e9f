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
