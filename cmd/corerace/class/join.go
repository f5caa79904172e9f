package class

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/class/settings"
	"corerace/results"
)

// A joining is a student's end of a class: a folder in which the lesson keeps its answers and records, and what of them
// was acknowledged. What isn't is sent again, until it is, now or when the same command is given again.
//
//	folder/joined.json            who the student is, and the keys that were acknowledged
//	folder/corerace-out/lessons/  what the lesson keeps, by itself
type joining struct {
	dir    string
	state  joinState
	client *client
	out    io.Writer

	mu   sync.Mutex
	told string // what was said last of the connection
}

// joinState is the student's own file.
type joinState struct {
	Key   string   `json:"key"`
	Token string   `json:"token"`
	Name  string   `json:"name"`
	Class string   `json:"class"`
	Acked []string `json:"acked"`
	// Refused are the keys of what the class won't take: it is kept here, and isn't sent again.
	Refused []string `json:"refused,omitempty"`
}

const stateFile = "joined.json"

// Join joins a class, does its lesson here, and hands in what came of it.
func Join(ctx context.Context, set *settings.Join, in io.Reader, out, errOut io.Writer) error {
	c, code, err := newClient(set.Where, set.Code)
	if err != nil {
		return err
	}
	j := &joining{dir: filepath.Join(set.Dir, folderName(c.base, code)), client: c, out: out}
	if err := j.enter(ctx, code, set.Name); err != nil {
		return err
	}
	if len(set.Files) > 0 {
		return j.handFiles(ctx, set.Files)
	}
	return j.lesson(ctx, set, in, errOut)
}

// folderName is the folder of a class: of its address and its code.
func folderName(base *url.URL, code string) string {
	return regexp.MustCompile(`[^A-Za-z0-9.-]+`).ReplaceAllString(base.Host+"-"+room.TypedCode(code), "_")
}

// enter joins, or is the student again that it was.
func (j *joining) enter(ctx context.Context, code, name string) error {
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(j.dir, stateFile))
	if err == nil {
		err = json.Unmarshal(text, &j.state)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s: %w", filepath.Join(j.dir, stateFile), err)
	}
	if j.state.Key == "" {
		j.state.Key = gate.NewToken()
		if err := j.save(); err != nil {
			return err
		}
	}
	var got room.Joined
	err = j.client.post(ctx, "/join", "", url.Values{"code": {code}, "key": {j.state.Key}, "name": {name}}, &got)
	if why, ok := errors.AsType[*refusedError](err); ok && j.state.Token != "" && why.status == gone {
		return fmt.Errorf("%w What you handed in before is kept there", err)
	}
	if err != nil {
		return fmt.Errorf("can't join: %w", err)
	}
	got.Name = child.Plain(got.Name)
	j.state.Token, j.state.Name, j.state.Class = got.Token, got.Name, got.Class
	fmt.Fprintf(j.out, "You are %s in this class.\n", got.Name)
	return j.save()
}

// save writes the student's own file so that it is whole whatever happens.
func (j *joining) save() error {
	text, err := json.MarshalIndent(j.state, "", "\t")
	if err != nil {
		return err
	}
	return gate.WriteWhole(filepath.Join(j.dir, stateFile), text)
}

// lessonID is what the id of a lesson looks like.
var lessonID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// lesson does the lesson that the class is at, and sends meanwhile.
func (j *joining) lesson(ctx context.Context, set *settings.Join, in io.Reader, errOut io.Writer) error {
	var me meAnswer
	if err := j.client.get(ctx, "/me", j.state.Token, &me); err != nil {
		return err
	}
	if !lessonID.MatchString(me.Lesson) { // it stands on a command line next
		return fmt.Errorf("this isn't a class: its lesson is %.40q", me.Lesson)
	}
	args := []string{"lesson", me.Lesson, "--student=" + j.state.Name, "--lang", set.Language}
	switch state := j.lessonState(me.Lesson); {
	case state == lessonDone:
		fmt.Fprintln(j.out, "You have done this lesson: what came of it is handed in.")
		return j.untilSent(ctx)
	case state == lessonBegun:
		args = []string{"lesson", "resume"}
	}
	sending, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { j.sendAnswers(sending) })
	err := j.run(ctx, set, args, in, errOut)
	stop()
	wg.Wait()
	if sent := j.untilSent(ctx); sent != nil {
		return errors.Join(err, sent)
	}
	return err
}

// run runs the lesson as the command's own, in the student's folder. Ctrl-C reaches it as it does us, and it keeps what
// there is.
func (j *joining) run(ctx context.Context, set *settings.Join, args []string, in io.Reader, errOut io.Writer) error {
	cmd := exec.Command(set.Command[0], append(slices.Clone(set.Command[1:]), args...)...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = j.dir, in, j.out, errOut
	if err := child.Start(cmd); err != nil {
		return fmt.Errorf("the lesson can't be started: %w", err)
	}
	defer context.AfterFunc(ctx, func() { // a terminal has told it already
		time.Sleep(interruptAfter)
		cmd.Process.Signal(os.Interrupt)
	})()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("the lesson isn't done (%w): the same command goes on with it", err)
	}
	return nil
}

// interruptAfter is how long a lesson has to end by itself, where an interrupt may have reached it, too.
const interruptAfter = 300 * time.Millisecond

// States of a lesson in the student's folder.
const (
	lessonNew = iota
	lessonBegun
	lessonDone
)

// A lessonFile is what of a lesson's own file is looked at.
type lessonFile struct {
	Lesson  string           `json:"lesson"`
	Done    bool             `json:"done"`
	Answers []results.Answer `json:"answers"`
}

// lessonFiles are those of the lessons in the folder, by their folders.
func (j *joining) lessonFiles() map[string]lessonFile {
	all := map[string]lessonFile{}
	paths, _ := filepath.Glob(filepath.Join(j.dir, "corerace-out", "lessons", "*", "lesson.json"))
	for _, path := range paths {
		if f, err := readLesson(path); err == nil {
			all[filepath.Dir(path)] = f
		}
	}
	return all
}

func (j *joining) lessonState(id string) int {
	state := lessonNew
	for _, f := range j.lessonFiles() {
		if f.Lesson == id {
			state = max(state, lessonBegun)
			if f.Done {
				state = lessonDone
			}
		}
	}
	return state
}

// readLesson reads a lesson's own file.
func readLesson(path string) (f lessonFile, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(text, &f)
}
