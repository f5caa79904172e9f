package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"corerace/bench/language"
	"corerace/bench/mode"
	"corerace/cmd/corerace/lesson"
	"corerace/cmd/corerace/lesson/trial"
	"corerace/docs/lessons"
	"corerace/report"
	"corerace/results"
	carried "corerace/results/recorded"
)

// lessonRoot holds the folders of lessons that were begun.
const lessonRoot = "lessons"

// lessonFolders is where they lie.
func lessonFolders() string { return filepath.Join(outputRoot, lessonRoot) }

// lessonFlags are the flags of lesson as they were given.
type lessonFlags struct {
	lang, from, student, format, out string
	rounds                           int
	measureFlags
}

func lessonCommand() *cobra.Command {
	var f lessonFlags
	cmd := &cobra.Command{
		Use:     "lesson NAME",
		GroupID: "teach",
		Short:   "Go through a lesson: predict, measure on this machine, and learn why",
		Long: "Lesson asks what you expect before anything runs, measures it on this machine, and says how the two\n" +
			"compare and why, in sentences that the numbers bear. It reads lines and writes lines, so it works in any\n" +
			"terminal, in a pipe and with a screen reader, and needs no network.\n\n" +
			"Progress, answers and records are kept in corerace-out/lessons. Ctrl-C, q or the end of the input stop a\n" +
			"lesson at any step, and lesson resume goes on there.",
		Example: "  corerace lesson list\n  corerace lesson two-threads\n  corerace lesson resume\n" +
			"  corerace lesson handout two-threads --format html -o handout.html\n  corerace lesson list --lang de",
		Args:              f.oneLesson,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return f.ids() },
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := f.course()
			if err != nil {
				return err
			}
			l, err := c.find(args[0])
			if err != nil {
				return usageError{err}
			}
			return f.play(cmd, c, l)
		},
	}
	fl := cmd.PersistentFlags()
	fl.SortFlags = false
	fl.StringVar(&f.lang, "lang", "", "language: en or de (default that of the environment, or en)")
	fl.StringVar(&f.from, "from", "", "folder of a teacher's own lessons, in the place of those that are built in")
	cmd.RegisterFlagCompletionFunc("lang", complete(lesson.Languages))
	f.ofPlay(cmd)
	cmd.AddCommand(f.listCommand(), f.resumeCommand(), f.keyCommand(), f.handoutCommand(), f.measureCommand(),
		f.factsCommand())
	return cmd
}

// ofPlay adds the flags of going through a lesson.
func (f *lessonFlags) ofPlay(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.student, "student", "", "pseudonym that stands beside the answers (default none)")
	fl.IntVar(&f.rounds, "rounds", 0, "rounds of each experiment, with short samples (default as many as its time allows)")
	fl.BoolVar(&f.noLock, "no-lock", false, noLockSays)
}

// oneLesson wants the name of a lesson.
func (f *lessonFlags) oneLesson(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usageError{fmt.Errorf("%s takes the name of one lesson: corerace lesson list has them", cmd.CommandPath())}
}

// ids are the names of the lessons, for completion.
func (f *lessonFlags) ids() (ids []string, do cobra.ShellCompDirective) {
	if c, err := f.course(); err == nil {
		for _, l := range c.lessons {
			ids = append(ids, l.ID)
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// A course is the lessons of a language, with our sentences.
type course struct {
	lessons []*lesson.Lesson
	words   *lesson.Words
}

// course reads the lessons that are built in, or those of a teacher's folder.
func (f *lessonFlags) course() (*course, error) {
	lang := languageOr(f.lang)
	if !slices.Contains(lesson.Languages, lang) {
		return nil, usageError{&mode.UnknownError{Kind: "language", Name: lang, Known: lesson.Languages}}
	}
	words, err := lesson.ReadWords(lessons.Files, lang)
	if err != nil {
		return nil, err
	}
	c := &course{words: words}
	if f.from == "" {
		c.lessons, err = lesson.Load(lessons.Files, lang, lang)
		return c, err
	}
	if !isDir(f.from) {
		return nil, usageError{fmt.Errorf("--from %s: a folder of lessons expected", f.from)}
	}
	c.lessons, err = lesson.Load(os.DirFS(f.from), ".", lang)
	if err == nil && len(c.lessons) == 0 {
		err = fmt.Errorf("--from %s: there is no lesson, which is a file that ends in .md", f.from)
	}
	if err != nil {
		return nil, usageError{err}
	}
	return c, nil
}

// languageOr is the language that was asked for, or what the environment speaks.
func languageOr(lang string) string {
	if lang != "" {
		return lang
	}
	env := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	if strings.HasPrefix(env, "de") {
		return "de"
	}
	return "en"
}

// find is the lesson of a name or a number.
func (c *course) find(name string) (*lesson.Lesson, error) {
	var known []string
	for _, l := range c.lessons {
		if l.ID == name || fmt.Sprint(l.Number) == name && l.Number > 0 {
			return l, nil
		}
		known = append(known, l.ID)
	}
	return nil, &mode.UnknownError{Kind: "lesson", Name: name, Known: known}
}

// next is the lesson behind another one; "" behind the last.
func (c *course) next(l *lesson.Lesson) string {
	for i := range c.lessons {
		if c.lessons[i].ID == l.ID && i+1 < len(c.lessons) {
			return c.lessons[i+1].ID
		}
	}
	return ""
}

// bench is what the experiments of lessons are done with.
func (f *lessonFlags) bench(ctx context.Context) (*trial.Bench, error) {
	seed, err := parseSeed(f.seed)
	more := func() []*mode.Mode { return language.Modes(language.All(), runtimesHere(ctx)) }
	return &trial.Bench{Find: pythons(ctx), More: more, Rounds: f.rounds, Seed: seed,
		Recorded: sync.OnceValue(allRecordings)}, err
}

// benchAlone is the bench on a machine that nobody else measures on until unlock.
func (f *lessonFlags) benchAlone(ctx context.Context, stderr io.Writer) (b *trial.Bench, unlock func(), err error) {
	if b, err = f.bench(ctx); err == nil {
		unlock, err = f.lock(ctx, stderr)
	}
	return b, unlock, err
}

// allRecordings are the recordings that the program carries.
func allRecordings() (all []*results.Record) {
	for _, name := range carried.Names() {
		if rec, err := carried.Open(name); err == nil {
			all = append(all, rec)
		}
	}
	return all
}

// play begins a lesson in a new folder, and goes through it.
func (f *lessonFlags) play(cmd *cobra.Command, c *course, l *lesson.Lesson) error {
	if err := errors.Join(checkPositive(cmd, "rounds"), checkLine("student", f.student)); err != nil {
		return usageError{err}
	}
	dir, err := lesson.NewDir(lessonFolders(), l.ID, time.Now())
	if err != nil {
		return err
	}
	from := f.from
	if from != "" {
		if from, err = filepath.Abs(from); err != nil {
			return err
		}
	}
	return f.goThrough(cmd, c, l, lesson.NewProgress(dir, l, from, f.student, time.Now()))
}

// goThrough goes through a lesson from where it stands.
func (f *lessonFlags) goThrough(cmd *cobra.Command, c *course, l *lesson.Lesson, at *lesson.Progress) error {
	ctx := cmd.Context()
	b, unlock, err := f.benchAlone(ctx, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer unlock()
	out := plain(cmd.OutOrStdout())
	p := &lesson.Player{Passage: lesson.Passage{Lesson: l, Words: c.words, State: at, Now: time.Now}, Bench: b,
		In: lesson.NewLines(cmd.InOrStdin()), Out: out, Width: lessonWidth(cmd.OutOrStdout()),
		Echo: !isTerminal(cmd.InOrStdin()), Next: c.next(l), After: drawLesson, Open: l.Lacks(b.Here(ctx))}
	switch err := p.Play(ctx); {
	case errors.Is(err, lesson.ErrStopped):
		return nil
	default:
		return err
	}
}

// lessonWidth is how long the lines of a lesson are: those of the terminal, as far as they can be read well.
func lessonWidth(w io.Writer) int {
	const usual, most = 72, 96
	if columns, _, ok := terminalSize(w); ok {
		return min(max(columns, 40), most)
	}
	return usual
}

// isTerminal is whether somebody types what is read.
func isTerminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// drawLesson writes the page of a record.
func drawLesson(dir string) error {
	path := filepath.Join(dir, "run.jsonl")
	rec, err := results.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing of it is on this machine, so nothing was measured
	}
	if err != nil {
		return err
	}
	if !onLocks(rec) {
		return writePage(documentOf(rec, path), filepath.Join(dir, "report.html"))
	}
	files, err := report.RenderGIL(rec, "html", report.Options{})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "report.html"), files[0].Data, 0o666)
}
