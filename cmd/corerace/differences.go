package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	lab "corerace/bench/lab/differences"
	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/docs/differences"
	"corerace/report"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/report/text"
)

// startMethods are those that Python has had since 3.4.
var startMethods = []string{"fork", "spawn", "forkserver"}

// differencesFlags are the flags of differences as they were given.
type differencesFlags struct {
	answer, json, table bool
	html, lang          string
	pythons, starts     []string
}

func differencesCommand() *cobra.Command {
	var f differencesFlags
	cmd := &cobra.Command{
		Use:     "differences [NAME...]",
		GroupID: "teach",
		Short:   "Ask what threads and processes differ in, and show it on this machine",
		Long: "Differences asks twenty questions about what no API can hide: who sees a change, what can't be sent, what\n" +
			"dies with whom, what is left behind. Type what you expect, and see what a goroutine, a process of Go, and a\n" +
			"thread and a process of this machine's Python really do, why, and with which version. Names pick some of\n" +
			"the questions; differences list shows them. Each experiment has a few seconds and a process group of its\n" +
			"own: where waiting for ever is what there is to see, it is ended and said so.",
		Example: "  corerace differences\n  corerace differences lock drain --start fork,spawn\n" +
			"  corerace differences --answer --python 3.11,3.13 --html differences.html",
		ValidArgs: append([]string{"list"}, lab.Names()...),
		RunE: func(cmd *cobra.Command, args []string) error {
			if slices.Equal(args, []string{"list"}) {
				return f.list(cmd.OutOrStdout())
			}
			s, err := f.session(cmd, args)
			if err != nil {
				return err
			}
			return s.run(cmd.Context())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.BoolVar(&f.answer, "answer", false, "show all without asking what is expected")
	fl.StringSliceVar(&f.pythons, "python", nil,
		"interpreters, each by its version or its path, or none (default the newest that is found)")
	fl.StringSliceVar(&f.starts, "start", nil,
		"start methods of Python's processes: fork, spawn, forkserver (default the one that this Python has by itself)")
	fl.StringVar(&f.lang, "lang", "en", "language: en, de")
	fl.StringVar(&f.html, "html", "", "file to write the page to")
	fl.BoolVar(&f.json, "json", false, "write JSON in place of the text; nothing is asked")
	fl.BoolVar(&f.table, "table", false, "write one table in Markdown in place of the text; nothing is asked")
	cmd.RegisterFlagCompletionFunc("lang", complete(differences.Langs()))
	cmd.RegisterFlagCompletionFunc("start", completeList(startMethods))
	return cmd
}

// check says what is wrong with the flags.
func (f *differencesFlags) check() error {
	if !slices.Contains(differences.Langs(), f.lang) {
		return &mode.UnknownError{Kind: "language", Name: f.lang, Known: differences.Langs()}
	}
	for _, start := range f.starts {
		if !slices.Contains(startMethods, start) {
			return &mode.UnknownError{Kind: "start method", Name: start, Known: startMethods}
		}
	}
	if f.json && f.table {
		return errors.New("--json and --table both write to standard output: choose one")
	}
	if len(f.starts) > 0 && slices.Equal(f.pythons, []string{"none"}) {
		return errors.New("--start is for processes of Python, and --python none has none")
	}
	if f.html != "" {
		if err := checkPage(f.html); err != nil {
			return err
		}
	}
	return errors.Join(once("start method", f.starts), once("interpreter", f.pythons))
}

// checkPage says why the page can't be written.
func checkPage(path string) error {
	if err := checkWritable(path); err != nil {
		return fmt.Errorf("--html: %w", err)
	}
	return nil
}

// list shows the names of the experiments, with their titles.
func (f *differencesFlags) list(w io.Writer) error {
	if err := f.check(); err != nil {
		return usageError{err}
	}
	for _, name := range lab.Names() {
		t, err := differences.Read(name, f.lang)
		if err != nil {
			return err
		}
		fmt.Fprintf(plain(w), "%-13s %s\n", name, t.Title)
	}
	return nil
}

// session turns the flags and the names into what is to be asked, or says what is wrong with them.
func (f *differencesFlags) session(cmd *cobra.Command, names []string) (*differencesSession, error) {
	if err := errors.Join(f.check(), once("experiment", names)); err != nil {
		return nil, usageError{err}
	}
	if len(names) == 0 {
		names = lab.Names()
	}
	s := &differencesSession{flags: f, stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr(),
		ask: !f.answer && !f.json && !f.table}
	for _, name := range names {
		e := lab.Find(name)
		if e == nil {
			return nil, usageError{&mode.UnknownError{Kind: "experiment", Name: name, Known: lab.Names()}}
		}
		s.experiments = append(s.experiments, e)
	}
	if err := lab.Here(); err != nil {
		return nil, fmt.Errorf("nothing of this can be shown here: %w", err)
	}
	var err error
	if s.words, err = differences.ReadWords(f.lang); err != nil {
		return nil, err
	}
	if err := s.findSubjects(cmd.Context(), f); err != nil {
		return nil, usageError{err}
	}
	if s.ask {
		s.answers = linesOf(cmd.InOrStdin())
	}
	s.told = s.frame(machine.Facts(cmd.Context()))
	return s, nil
}

// findSubjects are a goroutine and a process, and of each interpreter a thread, and a process by each start method.
func (s *differencesSession) findSubjects(ctx context.Context, f *differencesFlags) error {
	s.subjects = []lab.Subject{{Way: lab.Goroutine}, {Way: lab.Process}}
	ins, err := f.interpreters(ctx)
	if err != nil {
		return err
	}
	s.noPython = len(ins) == 0 && len(f.pythons) == 0
	for _, in := range ins {
		s.subjects = append(s.subjects, lab.Subject{Way: lab.PythonThread, Python: in})
	}
	starts := f.starts
	if len(starts) == 0 {
		starts = []string{""}
	}
	for _, start := range starts {
		for _, in := range ins {
			s.subjects = append(s.subjects, lab.Subject{Way: lab.PythonProcess, Python: in, Start: start})
		}
	}
	return nil
}

// interpreters are those that the flag asks for, or the newest.
func (f *differencesFlags) interpreters(ctx context.Context) (ins []*python.Interpreter, err error) {
	asked := f.pythons
	if len(asked) == 0 {
		asked = []string{""}
	}
	find := pythons(ctx)
	for _, name := range asked {
		in, err := pickPython(ctx, find, name)
		if err != nil {
			return nil, fmt.Errorf("--python: %w", err)
		}
		if in == nil {
			continue
		}
		if err := lab.CanUse(in); err != nil {
			return nil, fmt.Errorf("--python: %w", err)
		}
		ins = append(ins, in)
	}
	return ins, nil
}

// deliver writes what was seen in the forms that were asked for, beside what was shown already.
func (s *differencesSession) deliver() (err error) {
	switch {
	case s.flags.json:
		err = writeIndented(s.stdout, s.told)
	case s.flags.table:
		err = text.DifferencesTable(s.stdout, &s.told, s.words["question"])
	}
	if s.flags.html == "" {
		return err
	}
	return errors.Join(err, toFile(s.flags.html, nil, func(w io.Writer) error {
		return report.DifferencesPage(w, &s.told)
	}))
}

// frame is all but what is seen.
func (s *differencesSession) frame(m machineFacts) studies.Differences {
	d := studies.Differences{Lang: s.flags.lang, System: legible.CleanName(m.OS), Kernel: legible.CleanName(m.Kernel),
		Title: s.words["title"], Lead: s.words["lead"], Closing: s.words["closing"],
		Differences: []studies.Difference{},
		Heads: studies.DifferenceHeads{Choices: s.words["choices"], Expected: s.words["expected"],
			WasSeen: s.words["was-seen"], Way: s.words["way"], What: s.words["what"], Why: s.words["why"],
			Question: s.words["question"], Glance: s.words["glance"]}}
	facts := map[string]string{"system": d.System, "kernel": d.Kernel}
	d.On = s.words.Fill("on", facts)
	if d.Kernel == "" {
		d.On = s.words.Fill("on-unknown", facts)
	}
	if s.noPython {
		d.Notes = append(d.Notes, s.words["no-python"])
	}
	if starts := s.flags.starts; len(starts) > 1 {
		d.Notes = append(d.Notes, s.words.Fill("held", map[string]string{"start": starts[0]}))
	}
	return d
}
