package class

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// sendEvery is how often the folder is looked at while the lesson goes on.
const sendEvery = time.Second

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

// An item is something to send.
type item struct {
	key    string
	answer *results.Answer // nil for a record
	path   string
}

// waitingItems are what isn't acknowledged yet; records only once the lesson no longer writes them.
func (j *joining) waitingItems(records bool) (all []item) {
	for dir, f := range j.lessonFiles() {
		for _, a := range f.Answers {
			all = append(all, item{key: keyOf("answer", a.Lesson, a.Question, fmt.Sprint(a.Attempt), a.Text), answer: &a})
		}
		if !records {
			continue
		}
		filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || filepath.Ext(path) != ".jsonl" {
				return nil
			}
			if body, err := os.ReadFile(path); err == nil {
				all = append(all, item{key: keyOf("record", string(body)), path: path})
			}
			return nil
		})
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.DeleteFunc(all, func(i item) bool {
		return slices.Contains(j.state.Acked, i.key) || slices.Contains(j.state.Refused, i.key)
	})
}

// keyOf is a key that is the same for the same thing.
func keyOf(of ...string) string {
	h := sha256.New()
	for _, s := range of {
		fmt.Fprintf(h, "%d %s", len(s), s)
	}
	return of[0] + "-" + hex.EncodeToString(h.Sum(nil)[:16])
}

// sendAnswers sends what is answered while the lesson goes on.
func (j *joining) sendAnswers(ctx context.Context) {
	for pause(ctx, sendEvery) {
		for _, i := range j.waitingItems(false) {
			if j.send(ctx, i) != nil {
				break // later
			}
		}
	}
}

// untilSent sends what is left until all of it is acknowledged.
func (j *joining) untilSent(ctx context.Context) error {
	left := j.waitingItems(true)
	for wait := time.Second; len(left) > 0; wait = min(2*wait, 10*time.Second) {
		for _, i := range left {
			err := j.send(ctx, i)
			if _, refused := errors.AsType[*refusedError](err); refused {
				fmt.Fprintf(j.out, "not taken: %v\n", err)
				err = j.refuse(i)
			}
			if err != nil {
				j.tell(fmt.Sprintf("It isn't handed in yet (%v): it is tried again. Ctrl-C ends that, and the same command "+
					"sends it later.", err))
				break
			}
		}
		if left = j.waitingItems(true); len(left) > 0 && !pause(ctx, wait) {
			return fmt.Errorf("%d things aren't handed in: they are kept in %s, and the same command sends them",
				len(left), j.dir)
		}
	}
	unread := j.unread()
	for _, path := range unread {
		fmt.Fprintf(j.out, "not handed in, since it can't be read: %s\n", path)
	}
	j.mu.Lock()
	refused := len(j.state.Refused)
	j.mu.Unlock()
	if missing := len(unread) + refused; missing > 0 {
		fmt.Fprintf(j.out, "The rest is handed in, and kept by the class. Not in it: %d that can't be read, %d that the "+
			"class didn't take. They are kept in %s.\n", len(unread), refused, j.dir)
		return nil
	}
	fmt.Fprintln(j.out, "All of it is handed in, and kept by the class.")
	return nil
}

// unread are the files in the folder that should be handed in and can't be read.
func (j *joining) unread() (all []string) {
	filepath.WalkDir(filepath.Join(j.dir, "corerace-out", "lessons"), func(path string, d os.DirEntry, err error) error {
		switch {
		case errors.Is(err, os.ErrNotExist):
			return nil
		case err == nil && d.Type().IsRegular() && d.Name() == "lesson.json":
			_, err = readLesson(path)
		case err == nil && d.Type().IsRegular() && filepath.Ext(path) == ".jsonl":
			err = readable(path)
		}
		if err != nil {
			all = append(all, path)
		}
		return nil
	})
	return all
}

// readable is why a file can't be opened.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return f.Close()
}

// readLesson reads a lesson's own file.
func readLesson(path string) (f lessonFile, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(text, &f)
}

// tell says something that wasn't said last.
func (j *joining) tell(text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.told != text {
		fmt.Fprintln(j.out, text)
		j.told = text
	}
}

// send sends one thing, and notes that it was acknowledged.
func (j *joining) send(ctx context.Context, i item) error {
	if i.answer != nil {
		err := j.client.post(ctx, "/answer", j.state.Token, url.Values{"key": {i.key}, "lesson": {i.answer.Lesson},
			"question": {i.answer.Question}, "attempt": {fmt.Sprint(i.answer.Attempt)}, "answer": {i.answer.Text}}, nil)
		if why, ok := errors.AsType[*refusedError](err); ok && why.status == gone {
			return j.refuse(i) // it was revealed meanwhile
		}
		if err != nil {
			return err
		}
		return j.ack(i)
	}
	body, err := os.ReadFile(i.path)
	if err != nil {
		return err
	}
	if err := j.client.record(ctx, j.state.Token, i.key, body); err != nil {
		return err
	}
	return j.ack(i)
}

func (j *joining) ack(i item) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state.Acked = append(j.state.Acked, i.key)
	return j.save()
}

func (j *joining) refuse(i item) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state.Refused = append(j.state.Refused, i.key)
	return j.save()
}

// handFiles hands in records that are there already. One that isn't taken is named, and those after it are handed in.
func (j *joining) handFiles(ctx context.Context, files []string) (err error) {
	for _, path := range files {
		if one := j.handFile(ctx, path); one != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", path, one))
		}
	}
	return err
}

// handFile hands in a record, until it is acknowledged or refused.
func (j *joining) handFile(ctx context.Context, path string) error {
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for wait := time.Second; ; wait = min(2*wait, 10*time.Second) {
		err := j.client.record(ctx, j.state.Token, keyOf("record", string(body)), body)
		if err == nil {
			fmt.Fprintf(j.out, "%s is handed in.\n", path)
			return nil
		}
		if _, refused := errors.AsType[*refusedError](err); refused {
			return err
		}
		j.tell(fmt.Sprintf("It isn't handed in yet (%v): it is tried again.", err))
		if !pause(ctx, wait) {
			return errors.New("it isn't handed in")
		}
	}
}
