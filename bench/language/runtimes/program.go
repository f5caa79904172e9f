package runtimes

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/bench/language/ask"
	"corerace/bench/scratch"
)

// makeWithin is how long a compiler may take: many times what it does on a machine that is busy.
const makeWithin = 60 * time.Second

// mostPrograms is how many programs are kept: those that were used last.
const mostPrograms = 200

// making lets one program be made at a time: of two that want the same, the second finds it.
var making sync.Mutex

// program returns the path of the program of a source. It is kept in the user's cache folder, by its content and
// by the runtime that it is for, so that it is made once.
func (r *Runtime) program(ctx context.Context, text string) (string, error) {
	folder := ask.Folder()
	if folder == "" {
		return "", errors.New("there is no folder to keep its program in: HOME or XDG_CACHE_HOME names none that is this user's alone")
	}
	making.Lock()
	defer making.Unlock()
	programs := filepath.Join(folder, "programs")
	scratch.SweepIn(programs)
	dir := filepath.Join(programs, r.Name+"-"+r.digest(text))
	source := filepath.Join(dir, r.File)
	if kept, err := os.ReadFile(source); err != nil || !bytes.Equal(kept, []byte(text)) {
		if err := ask.Write(source, []byte(text), 0o600); err != nil {
			return "", err
		}
		forgetOld(programs)
	}
	now := time.Now()
	os.Chtimes(dir, now, now) // that it was used; where that can't be said it is forgotten sooner
	if r.Make == nil {
		return source, nil
	}
	made := filepath.Join(dir, "program")
	if info, err := os.Stat(made); err == nil && info.Size() > 0 { // an empty one is what a full disk leaves
		return made, nil
	}
	return made, r.make(ctx, text, made)
}

// digest is what a program is kept by: all that it is made of.
func (r *Runtime) digest(text string) string {
	by := []string{r.Path, r.Version, r.Extra, runtime.GOARCH, text}
	if r.Make != nil {
		by = append(by, r.Make(r, r.File, "program")...)
	}
	h := sha256.Sum256([]byte(strings.Join(by, "\x00")))
	return hex.EncodeToString(h[:10])
}

// make makes a program of a source, in a folder of its own: another process may be making the same. It has its name when
// it is whole and on the disk.
func (r *Runtime) make(ctx context.Context, text, made string) error {
	own, err := scratch.In(filepath.Dir(filepath.Dir(made)), "make")
	if err != nil {
		return err
	}
	defer own.Close()
	source, fresh := filepath.Join(own.Path, r.File), filepath.Join(own.Path, "program")
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		return err
	}
	if err := r.compile(ctx, source, fresh, own.Path); err != nil {
		return err
	}
	if err := flush(fresh); err != nil {
		return err
	}
	err = os.Rename(fresh, made)
	if _, there := os.Stat(made); there == nil {
		return nil // where it is a folder, one that another process has made stays
	}
	return err
}

// flush puts a program on the disk, or all files of one that is a folder.
func flush(program string) error {
	return filepath.WalkDir(program, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// compile runs the compiler of a runtime, whose own temporary files go with a folder: one that is killed leaves them.
func (r *Runtime) compile(ctx context.Context, source, program, temp string) error {
	args := r.Make(r, source, program)
	ctx, cancel := context.WithTimeoutCause(ctx, makeWithin, fmt.Errorf("no program after %v", makeWithin))
	defer cancel()
	var said child.Tail
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = append(r.environ(), "TMPDIR="+temp), &said, &said, time.Second
	cmd.Dir = filepath.Dir(source)
	child.OwnGroup(cmd)
	if err := child.Start(cmd); err != nil {
		return fmt.Errorf("%s: %w", r.name(), err)
	}
	err := child.WaitGroup(ctx, cmd)
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", r.name(), context.Cause(ctx))
	}
	if err != nil {
		return fmt.Errorf("%s makes no program: %s", r.name(), cmp.Or(said.LastLine(), child.Plain(err.Error())))
	}
	if _, err := os.Stat(program); err != nil {
		return fmt.Errorf("%s makes no program, and says of no error", r.name())
	}
	return nil
}

// forgetOld removes the programs that weren't used for longest, where there are too many.
func forgetOld(programs string) {
	entries, _ := os.ReadDir(programs) // what can't be read isn't forgotten
	if len(entries) <= mostPrograms {
		return
	}
	age := func(e os.DirEntry) time.Time {
		info, err := e.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return age(a).Compare(age(b)) })
	for _, e := range entries[:len(entries)-mostPrograms] {
		os.RemoveAll(filepath.Join(programs, e.Name()))
	}
}
