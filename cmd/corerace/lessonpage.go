package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"corerace/cmd/corerace/lesson"
)

// Two commands are for pages that show a lesson: the program that serves them measures nothing itself.

// measureCommand does the experiment that a lesson in a folder has come to, or the last one again, and tells how it goes
// in lines of JSON.
func (f *lessonFlags) measureCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:    "measure FOLDER",
		Short:  "Do the experiment that the lesson in a folder has come to, for a page that shows it",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := lesson.ReadProgress(args[0])
			if err != nil {
				return err
			}
			c, l, err := f.courseOf(cmd, at)
			if err != nil {
				return err
			}
			return f.measure(cmd, &lesson.Passage{Lesson: l, Words: c.words, State: at, Now: time.Now})
		},
	}
	f.ofPlay(cmd)
	return cmd
}

// measure does an experiment where one may be done.
func (f *lessonFlags) measure(cmd *cobra.Command, p *lesson.Passage) error {
	_, step := p.Lesson.Screen(p.State.Step)
	if step >= len(p.Lesson.Steps) {
		return errors.New("the lesson is done")
	}
	t, again := p.Lesson.TrialOf(step), p.Lesson.Steps[step].Kind == lesson.Explain
	if t == nil || !again && p.Lesson.Steps[step].Kind != lesson.Run {
		return fmt.Errorf("step %d of the lesson measures nothing", step+1)
	}
	ctx := cmd.Context()
	b, unlock, err := f.benchAlone(ctx, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer unlock()
	tell := json.NewEncoder(cmd.OutOrStdout()).Encode
	if err := tell(lesson.Told{Seconds: p.Seconds(t, again)}); err != nil {
		return err
	}
	m, err := p.Measure(ctx, b, t, again, everySecond(tell))
	if err != nil {
		return err
	}
	if m.Failed != nil {
		err = tell(lesson.Told{Failed: m.Failed.Error()})
	} else if drawn := drawLesson(m.Dir); drawn != nil { // the record is there, and the lesson goes on
		fmt.Fprintln(cmd.ErrOrStderr(), p.Words.Say("play.no-page", "error", drawn.Error()))
	}
	if !again {
		err = errors.Join(err, p.Past(step))
	}
	return err
}

// everySecond tells how long it has been measured.
func everySecond(tell func(any) error) func(time.Duration) {
	last := 0
	return func(d time.Duration) {
		if now := int(d.Seconds()); now > last {
			last = now
			tell(lesson.Told{Done: now}) // who no longer listens ends this process by its own end
		}
	}
}

// factsCommand says what a page can't know of a lesson.
func (f *lessonFlags) factsCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "facts NAME",
		Short:  "Say what this machine lacks for a lesson, and what recordings show, as JSON",
		Hidden: true,
		Args:   f.oneLesson,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := f.course()
			if err != nil {
				return err
			}
			l, err := c.find(args[0])
			if err != nil {
				return usageError{err}
			}
			return f.facts(cmd, l, cmd.OutOrStdout())
		},
	}
}

func (f *lessonFlags) facts(cmd *cobra.Command, l *lesson.Lesson, w io.Writer) error {
	b, err := f.bench(cmd.Context())
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(lesson.FactsOf(l, b.Here(cmd.Context()), b))
}
