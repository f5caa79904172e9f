package class

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"corerace/results"
)

// sendEvery is how often the folder is looked at while the lesson goes on.
const sendEvery = time.Second

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
