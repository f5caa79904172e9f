package demo

import (
	"context"
	"io"

	"corerace/report/legible"
)

// A Show is a demo on a wall.
type Show struct {
	Source Source
	Wall   *Wall
	Wait   Waiter // for those who say what they expect, before each mode; nil: nobody is waited for
	Loop   bool   // it begins again when it is done
}

// Run shows all acts, and says in the end what they gained.
func (s *Show) Run(ctx context.Context) error {
	s.Wall.palette = paletteHere()
	s.Wall.colours = coloursOf(s.Source.Acts())
	for {
		if err := s.once(ctx); err != nil || !s.Loop {
			return err
		}
		s.Wall.blank()
		s.Wall.paragraph(s.Wall.Texts.say("again"))
		s.Wall.blank()
	}
}

// once shows every act.
func (s *Show) once(ctx context.Context) error {
	said, err := s.Source.Begin(ctx, s.Wall.Texts)
	for _, text := range said {
		s.Wall.paragraph(text)
	}
	if err != nil {
		return err
	}
	var results []Result
	for i := range s.Source.Acts() {
		s.Wall.blank()
		r, err := s.act(ctx, i, results)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	s.Wall.blank()
	s.Wall.closing(results, s.Source.Recorded())
	return nil
}

// act shows one act, after it was asked what is expected of it.
func (s *Show) act(ctx context.Context, i int, before []Result) (Result, error) {
	a, w := s.Source.Acts()[i], s.Wall
	title := a.name()
	if s.Source.Recorded() {
		title = w.Texts.say("recording.tag") + " " + title
	}
	w.heading(title, w.colours[a.Mode])
	w.paragraph(a.doc(w.Texts))
	if s.Wait != nil {
		w.paragraph(expectation(a, before, w.Texts))
		if err := s.Wait.Wait(ctx, w); err != nil {
			return Result{}, err
		}
	}
	restore := w.hideCursor()
	defer restore()
	p := &picture{Wall: w, act: a}
	r, err := s.Source.Play(ctx, i, p.show)
	if err != nil {
		return Result{}, err
	}
	p.finish(r)
	w.paragraph(r.sentence(w.Texts))
	return r, nil
}

// expectation asks what is expected of an act.
func expectation(a Act, before []Result, t *Texts) string {
	all := t.number(float64(a.All), 0)
	for _, r := range before {
		if r.Mode == a.Base {
			return t.say("expect.after", "all", all, "base", legible.CleanName(a.Base),
				"seconds", t.number(r.Wall.Seconds(), 1))
		}
	}
	return t.say("expect", "all", all)
}

// hideCursor hides the cursor of a terminal, and returns what shows it again.
func (w *Wall) hideCursor() (restore func()) {
	if _, _, live := w.Size(); !live {
		return func() {}
	}
	io.WriteString(w.W, "\x1b[?25l")
	return func() { io.WriteString(w.W, "\x1b[?25h") }
}
