package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/mode"
	"corerace/cmd/corerace/lesson"
)

func (f *lessonFlags) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the lessons: minutes, level, what each is for, and how far you are",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := f.course()
			if err != nil {
				return err
			}
			b, err := f.bench(cmd.Context())
			if err != nil {
				return err
			}
			return f.list(cmd.OutOrStdout(), c, b.Here(cmd.Context()))
		},
	}
}

// list writes a paragraph for every lesson.
func (f *lessonFlags) list(stdout io.Writer, c *course, here lesson.Here) error {
	w := plain(stdout)
	begun := map[string]*lesson.Progress{}
	for _, p := range lesson.Begun(lessonFolders()) {
		if !p.Done || len(p.Answers) > 0 { // a key was measured without a question
			begun[p.Lesson] = p // the last one is the newest
		}
	}
	width := lessonWidth(stdout)
	say := func(indent int, key string, pairs ...string) {
		fmt.Fprint(w, lesson.Wrap(c.words.Say(key, pairs...), indent, width))
	}
	say(0, "list.head")
	for _, l := range c.lessons {
		fmt.Fprintf(w, "\n%s", lesson.Wrap(fmt.Sprintf("%d. %s: %s", l.Number, l.ID, l.Title), 0, width))
		say(4, "list.minutes", "minutes", strconv.Itoa(l.Minutes), "level", c.words.Say("level."+l.Level))
		say(4, "list.for", "misconception", l.Misconception)
		for _, n := range l.Lacks(here) {
			say(4, "list.lacks", "what", c.words.Say("needs."+n))
		}
		if p := begun[l.ID]; p != nil {
			key := "list.started"
			if p.Done {
				key = "list.done"
			}
			say(4, key, "step", strconv.Itoa(p.Step+1), "steps", strconv.Itoa(p.Steps))
		}
	}
	return nil
}

func (f *lessonFlags) resumeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "resume [FOLDER]",
		Short: "Go on with the lesson that was stopped last, or with the one in a folder",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("%s takes one folder, %d were given", cmd.CommandPath(), len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := toResume(args)
			if err != nil {
				return err
			}
			c, l, err := f.courseOf(cmd, p)
			if err != nil {
				return err
			}
			return f.goThrough(cmd, c, l, p)
		},
	}
	f.ofPlay(cmd)
	return cmd
}

// courseOf is the lesson that somebody is in, in its language and from its folder unless flags say otherwise.
func (f *lessonFlags) courseOf(cmd *cobra.Command, p *lesson.Progress) (*course, *lesson.Lesson, error) {
	if !cmd.Flags().Changed("lang") {
		f.lang = p.Language
	}
	if !cmd.Flags().Changed("from") {
		f.from = p.From
	}
	c, err := f.course()
	if err != nil {
		return nil, nil, err
	}
	l, err := c.find(p.Lesson)
	if err == nil && len(l.Steps) != p.Steps {
		err = fmt.Errorf("the lesson %s has %d steps, and had %d when it was begun: begin it anew", l.ID, len(l.Steps),
			p.Steps)
	}
	return c, l, err
}

// toResume is the lesson that is meant: that of a folder, or the newest that isn't done.
func toResume(args []string) (*lesson.Progress, error) {
	if len(args) == 1 {
		p, err := lesson.ReadProgress(args[0])
		if err == nil && p.Done {
			err = fmt.Errorf("%s: this lesson is done", args[0])
		}
		return p, err
	}
	var last *lesson.Progress
	for _, p := range lesson.Begun(lessonFolders()) {
		if !p.Done {
			last = p
		}
	}
	if last == nil {
		return nil, errors.New("no lesson is to go on with: corerace lesson list has those to begin")
	}
	return last, nil
}

var sheetFormats = []string{"md", "html"}

func (f *lessonFlags) handoutCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "handout NAME",
		Short: "Print a lesson's questions on one page, for a class",
		Args:  f.oneLesson,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.sheet(cmd, args[0], func(c *course, l *lesson.Lesson) (lesson.Sheet, error) {
				return lesson.Handout(l, c.words), nil
			})
		},
	}
	f.ofSheet(cmd)
	return cmd
}

func (f *lessonFlags) keyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key NAME",
		Short: "Print a lesson's answers, with this machine's own figures",
		Long: "Key prints the answers with the figures of the lesson as it was gone through here last. Where it told nothing\n" +
			"yet, since the machine was busy or it wasn't gone through, it is measured now, for as long as it says.",
		Args: f.oneLesson,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.sheet(cmd, args[0], func(c *course, l *lesson.Lesson) (lesson.Sheet, error) {
				p, err := f.found(cmd, l)
				if err != nil {
					return lesson.Sheet{}, err
				}
				return lesson.Key(l, c.words, p.Quantity), nil
			})
		},
	}
	f.ofSheet(cmd)
	cmd.Flags().IntVar(&f.rounds, "rounds", 0, "rounds of each experiment that is measured now (default as many as its time allows)")
	cmd.Flags().BoolVar(&f.noLock, "no-lock", false, noLockSays)
	return cmd
}

func (f *lessonFlags) ofSheet(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.format, "format", sheetFormats[0], "md or html, which prints on A4")
	fl.StringVarP(&f.out, "out", "o", "", "file to write (default standard output)")
	cmd.RegisterFlagCompletionFunc("format", complete(sheetFormats))
}

// sheet writes a lesson on paper.
func (f *lessonFlags) sheet(cmd *cobra.Command, name string, of func(*course, *lesson.Lesson) (lesson.Sheet, error)) error {
	if f.format != "md" && f.format != "html" {
		return usageError{&mode.UnknownError{Kind: "format", Name: f.format, Known: sheetFormats}}
	}
	if err := checkOut(f.out); err != nil { // before anything is measured for it
		return usageError{err}
	}
	c, err := f.course()
	if err != nil {
		return err
	}
	l, err := c.find(name)
	if err != nil {
		return usageError{err}
	}
	s, err := of(c, l)
	if err != nil {
		return err
	}
	return toFile(f.out, cmd.OutOrStdout(), func(w io.Writer) error {
		if f.format == "html" {
			return s.HTML(w)
		}
		return s.Markdown(w)
	})
}

// tells is whether something may be claimed of any figure that a lesson asks for.
func tells(l *lesson.Lesson, p *lesson.Progress) bool {
	for _, q := range l.Questions() {
		if p.Quantity(q.Quantity).Claimable() {
			return true
		}
	}
	return false
}

// found is what this machine showed of a lesson: the last time that it was done here and told something, or now.
func (f *lessonFlags) found(cmd *cobra.Command, l *lesson.Lesson) (*lesson.Progress, error) {
	begun := lesson.Begun(lessonFolders())
	for i := len(begun) - 1; i >= 0; i-- {
		if begun[i].Lesson == l.ID && begun[i].Done && f.rounds == 0 && tells(l, begun[i]) {
			return begun[i], nil
		}
	}
	ctx := cmd.Context()
	b, unlock, err := f.benchAlone(ctx, cmd.ErrOrStderr())
	if err != nil {
		return nil, err
	}
	defer unlock()
	dir, err := lesson.NewDir(lessonFolders(), l.ID+"-key", time.Now())
	if err != nil {
		return nil, err
	}
	p := lesson.NewProgress(dir, l, f.from, "", time.Now())
	fmt.Fprintf(cmd.ErrOrStderr(), "This lesson told nothing here yet, so it is measured now, for up to %d s.\n", l.Seconds())
	return p, lesson.Measure(ctx, l, b, p)
}
