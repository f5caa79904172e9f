package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corerace/bench/mode"
	"corerace/cmd/corerace/class/settings"
	"corerace/cmd/corerace/lesson"
)

// maxRehearsal is how many students a rehearsal makes up.
const maxRehearsal = 500

// serveFlags are the flags of serve as they were given.
type serveFlags struct {
	settings.Serve
	class settings.Class
	with  bool // a class
}

// ofClass are the flags that only a class has.
var ofClass = []string{"store", "new", "again", "title", "lesson", "downloads", "import", "rehearse"}

func serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:     "serve",
		GroupID: "teach",
		Short:   "Show this machine live in a browser, or serve a lesson to a class",
		Long: "Serve shows a page: every core, live; a race that is started there, its shares and its lock while it runs,\n" +
			"and its report; and the lessons, to be gone through in the browser. Only this machine reaches it, unless\n" +
			"--listen says otherwise.\n\n" +
			"With --class it serves a lesson to a room. Students join by a code, with corerace join on their own machine\n" +
			"or with the browser of a phone, and predict; the wall shows what they believed and what their machines\n" +
			"measured. What they hand in is on the disk before it is acknowledged, and the same command goes on with the\n" +
			"same class after any end of the server.",
		Example: "  corerace serve --open\n  corerace serve --open --lang de\n  corerace serve --class --listen :8765 --lesson two-threads\n" +
			"  corerace serve --class --rehearse 30",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(cmd); err != nil {
				return usageError{err}
			}
			set, err := f.settings()
			if err != nil {
				return err
			}
			return runClass(cmd.Context(), set, nil, os.Stdout, os.Stderr)
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.Listen, "listen", settings.DefaultListen, "address to listen at; the whole network reaches :8765")
	fl.StringSliceVar(&f.Names, "name", nil, "names that browsers may call this machine by, beside its own")
	fl.BoolVar(&f.TLS, "tls", false, "HTTPS with a certificate that is made for it, which browsers ask about once")
	fl.StringVar(&f.Cert, "tls-cert", "", "HTTPS with this certificate, a file in PEM")
	fl.StringVar(&f.Key, "tls-key", "", "its key, a file in PEM")
	fl.BoolVar(&f.Open, "open", false, "open the page in the browser")
	fl.BoolVar(&f.NoLock, "no-lock", false, "races from the page don't wait for another corerace that measures")
	fl.StringVar(&f.Language, "lang", "", "language of the lessons: "+strings.Join(lesson.Languages, " or ")+
		" (default that of the environment, or en)")
	fl.StringVar(&f.Lessons, "from", "", "folder of a teacher's own lessons, in place of those built in")
	fl.BoolVar(&f.with, "class", false, "serve a lesson to a class")
	fl.StringVar(&f.class.Store, "store", "corerace-class.db",
		"where the class is kept: a file, or postgres://… (the password rather in PGPASSWORD or .pgpass)")
	fl.BoolVar(&f.class.New, "new", false, "begin a new class, where the last one hasn't been ended")
	fl.StringVar(&f.class.Again, "again", "", "serve an earlier class of the store as it is, to export it: its name, or last")
	fl.StringVar(&f.class.Title, "title", "", "what the class is called on its pages (default its lesson)")
	fl.StringVar(&f.class.Lesson, "lesson", "", "the lesson to begin with (default the first)")
	fl.StringVar(&f.class.Downloads, "downloads", "", "folder of builds that students may fetch")
	fl.StringSliceVar(&f.class.Import, "import", nil, "folders of records that were collected by other means")
	fl.IntVar(&f.class.Rehearse, "rehearse", 0, "let so many made-up students join and answer, to see the wall before")
	cmd.RegisterFlagCompletionFunc("lang", complete(lesson.Languages))
	return cmd
}

// check says what is wrong with the flags, before anything is built or opened.
func (f *serveFlags) check(cmd *cobra.Command) error {
	if !f.with {
		for _, name := range ofClass {
			if cmd.Flags().Changed(name) {
				return fmt.Errorf("--%s is of a class: give --class, too", name)
			}
		}
	}
	if !hasPort(f.Listen) {
		return fmt.Errorf("--listen is %q: an address with a port expected, as :8765 or 192.168.1.5:8765", f.Listen)
	}
	if (f.Cert == "") != (f.Key == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	for _, name := range []string{"new", "title", "lesson", "import", "rehearse"} {
		if f.class.Again != "" && cmd.Flags().Changed(name) {
			return fmt.Errorf("--again serves a class as it is: leave out --%s", name)
		}
	}
	if f.Cert != "" && f.TLS {
		return errors.New("--tls makes a certificate: leave it out, or --tls-cert")
	}
	if cmd.Flags().Changed("rehearse") && f.class.Rehearse < 1 || f.class.Rehearse > maxRehearsal {
		return fmt.Errorf("--rehearse is %d: 1 to %d expected", f.class.Rehearse, maxRehearsal)
	}
	if f.Language = languageOr(f.Language); !slices.Contains(lesson.Languages, f.Language) {
		return &mode.UnknownError{Kind: "language", Name: f.Language, Known: lesson.Languages}
	}
	for flag, dir := range map[string]string{"downloads": f.class.Downloads, "from": f.Lessons} {
		if dir != "" && !isDir(dir) {
			return fmt.Errorf("--%s is %s, which is no folder", flag, dir)
		}
	}
	for _, path := range f.class.Import {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("--import: %w", err)
		}
	}
	if err := checkFiles(map[string]string{"tls-cert": f.Cert, "tls-key": f.Key}); err != nil {
		return err
	}
	return errors.Join(f.checkNames(), f.checkLesson())
}

// checkNames refuses a name that no browser asks for a machine by, and a title that isn't one line.
func (f *serveFlags) checkNames() error {
	for _, name := range f.Names {
		if !regexp.MustCompile(`^[A-Za-z0-9_.-]{1,253}$`).MatchString(name) {
			return fmt.Errorf("--name has %.80q: a name as in http://NAME:8765 expected", name)
		}
	}
	return checkLine("title", f.class.Title)
}

// checkLesson refuses a lesson that there isn't, and takes the number of one for its name.
func (f *serveFlags) checkLesson() error {
	if f.class.Lesson == "" {
		return nil
	}
	c, err := (&lessonFlags{lang: f.Language, from: f.Lessons}).course()
	if err != nil {
		return err
	}
	l, err := c.find(f.class.Lesson)
	if err == nil {
		f.class.Lesson = l.ID
	}
	return err
}

// settings are what the program that serves is told.
func (f *serveFlags) settings() (*settings.Serve, error) {
	set := f.Serve
	var err error
	if set.Command, err = thisCommand(); err != nil {
		return nil, err
	}
	if set.Lessons != "" {
		if set.Lessons, err = filepath.Abs(set.Lessons); err != nil {
			return nil, err
		}
	}
	set.Dir, set.Folders = filepath.Join(outputRoot, "live"), lessonFolders()
	set.Workloads, set.Modes = workloadNames(), defaultModes
	if f.with {
		set.Class = &f.class
	}
	return &set, nil
}
