package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Errors that say why a file can't be read as a record, to be found with errors.Is.
var (
	ErrNotRecord   = errors.New("not a corerace record")
	ErrNewerFormat = errors.New("newer than this corerace reads")
	ErrUTF16       = errors.New("text in UTF-16, as PowerShell's > writes it: make it UTF-8")
)

// Read reads a record. It fails where the first line isn't a whole run line, where the format is newer than Format,
// and where r fails. A later line that can't be used is skipped and becomes a Problem, so a record that was cut
// short, even within a line, holds all that came before the cut.
func Read(r io.Reader) (*Record, error) {
	lines := newLineReader(r)
	first, err := lines.next()
	if err == io.EOF {
		return nil, fmt.Errorf("%w: it is empty", ErrNotRecord)
	}
	if err != nil {
		return nil, readError(first, err)
	}
	rec := &Record{}
	if rec.Run, err = readRun(first); err != nil {
		return nil, err
	}
	var kept store
	for {
		ln, err := lines.next()
		if err == io.EOF {
			return rec, nil
		}
		if err != nil {
			return nil, readError(ln, err)
		}
		if err := rec.add(ln, &kept); err != nil {
			rec.skip(ln, err)
		}
	}
}

// ReadFile reads the record in a file. Its errors and the record's problems name the file.
func ReadFile(path string) (*Record, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadOpen(f)
}

// ReadOpen reads the record in an open file, from where the file is at, as ReadFile does.
func ReadOpen(f *os.File) (*Record, error) {
	rec, err := Read(f)
	if _, named := errors.AsType[*fs.PathError](err); named {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	for i := range rec.Problems {
		rec.Problems[i].File = f.Name()
	}
	return rec, nil
}

// readError says at which line reading itself failed, as a disk does. A line that says nonsense is no error.
func readError(ln line, err error) error { return fmt.Errorf("read line %d: %w", ln.n, err) }

// readRun reads the first line. It looks at the format before it looks at the rest, which a newer format may have
// changed.
func readRun(ln line) (Run, error) {
	not := func(why error) (Run, error) {
		return Run{}, fmt.Errorf("%w: line %d: %w", ErrNotRecord, ln.n, why)
	}
	if utf16(ln.text) {
		return Run{}, fmt.Errorf("%w: it is %w", ErrNotRecord, ErrUTF16)
	}
	kind, err := kindOf(ln)
	switch {
	case errors.Is(err, errTorn):
		return Run{}, fmt.Errorf("%w: it ends within its first line, so nothing of it can be read", ErrNotRecord)
	case err != nil:
		return not(err)
	case kind != KindRun:
		return not(fmt.Errorf("a record begins with a %q line", KindRun))
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := decode(ln, KindRun, &head); err != nil {
		return not(err)
	}
	if head.Format > Format {
		return Run{}, fmt.Errorf("format %d is %w (%d): a newer corerace wrote it, and reads it",
			head.Format, ErrNewerFormat, Format)
	}
	if head.Format < 1 {
		return not(fmt.Errorf("run: format is %d", head.Format))
	}
	var run Run
	if err := decode(ln, KindRun, &run); err != nil {
		return not(err)
	}
	if err := run.check(); err != nil {
		return not(fmt.Errorf("run: %w", err))
	}
	return run.tidy(), nil
}

// add adds what a line says to the record, or says why it can't.
func (rec *Record) add(ln line, kept *store) error {
	if s := &kept.sampled; sampleOf(ln.text, kept, s) {
		if err := s.check(); err != nil {
			return fmt.Errorf("%s: %w", KindSample, err)
		}
		rec.keep(s)
		return nil
	}
	kind, err := kindOf(ln)
	if err != nil {
		return err
	}
	switch kind {
	case KindRun:
		return errors.New("a second run line")
	case KindSample:
		var samples []Sample
		err := add(&samples, ln, kind)
		if err == nil {
			kept.sample(&samples[0])
			rec.Keep(samples[0])
		}
		return err
	case KindCores:
		return addAhead(&rec.Cores, ln, kind, kept, coresFields)
	case KindOwn:
		return addAhead(&rec.Own, ln, kind, kept, ownFields)
	case KindRound:
		return addAhead(&rec.Rounds, ln, kind, kept, roundFields)
	case KindNote:
		return add(&rec.Notes, ln, kind)
	case KindHolds:
		return add(&rec.Holds, ln, kind)
	case KindGIL:
		return add(&rec.GIL, ln, kind)
	case KindDeath:
		return add(&rec.Deaths, ln, kind)
	case KindAnswer:
		return add(&rec.Answers, ln, kind)
	case KindEnd:
		var ends []End
		err := add(&ends, ln, kind)
		if err == nil {
			rec.End = &ends[0]
		}
		return err
	}
	rec.Unknown++
	return nil
}

// An entry is what a line of a record holds.
type entry[T any] interface {
	check() error
	tidy() T
}

// add adds what a line holds to a list. A line counts when it is decoded and checked, never a part of one.
func add[T entry[T]](to *[]T, ln line, kind string) error {
	var v T
	if err := decode(ln, kind, &v); err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	*to = append(*to, v.tidy())
	return nil
}

// skip counts a line that is left out, and keeps why: of the first ones, or a hostile record would fill the memory.
func (rec *Record) skip(ln line, err error) {
	rec.Skipped++
	if len(rec.Problems) < maxProblems {
		rec.Problems = append(rec.Problems, Problem{Line: ln.n, Text: cut(tidyText(err.Error()), 256)})
	}
}

// kindOf is the kind of a line.
func kindOf(ln line) (string, error) {
	if ln.long {
		return "", fmt.Errorf("longer than %d bytes", maxLine)
	}
	if kind := kindAhead(ln.text); kind != "" {
		return kind, nil
	}
	var head struct {
		Kind *string `json:"kind"`
	}
	if err := decode(ln, "", &head); err != nil {
		return "", err
	}
	if head.Kind == nil {
		return "", errors.New("no kind")
	}
	return *head.Kind, nil
}

// kindAhead is the kind of a line that begins with it, as the writer puts it, and has no other; "" where that takes a
// closer look. Most of a record's lines are read by it, which saves reading them twice.
func kindAhead(text []byte) string {
	const key = `"kind"`
	rest, ok := bytes.CutPrefix(text, []byte("{"+key+`:"`))
	if !ok || bytes.Contains(rest, []byte(key)) {
		return ""
	}
	for _, kind := range []string{KindSample, KindCores, KindOwn, KindRound, KindHolds} {
		if len(rest) > len(kind) && rest[len(kind)] == '"' && string(rest[:len(kind)]) == kind {
			return kind
		}
	}
	return ""
}

// utf16 reports whether a text begins as one in UTF-16 does: with a byte order mark, or with a brace of two bytes.
func utf16(text []byte) bool {
	for _, begin := range []string{"\xff\xfe", "\xfe\xff", "{\x00", "\x00{"} {
		if bytes.HasPrefix(text, []byte(begin)) {
			return true
		}
	}
	return false
}

var errTorn = errors.New("the record ends within this line")

// decode reads a line as JSON and puts errors into words that need no Go.
func decode(ln line, kind string, v any) error {
	err := json.Unmarshal(ln.text, v)
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		if !ln.whole && torn(ln.text) {
			return errTorn
		}
		return fmt.Errorf("not JSON: %w", err)
	}
	if kind != "" {
		kind += ": "
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		field := wrong.Field[strings.LastIndexByte(wrong.Field, '.')+1:]
		if field == "" {
			field = "the line"
		}
		return fmt.Errorf("%s%s can't be %s", kind, field, noun(wrong.Value))
	}
	return fmt.Errorf("%s%s", kind, cut(tidyText(err.Error()), 256)) // that of a date has the whole text in it
}

// torn reports whether a text is the beginning of a JSON value.
func torn(text []byte) bool {
	var v any
	return json.NewDecoder(bytes.NewReader(text)).Decode(&v) == io.ErrUnexpectedEOF
}

// noun puts an article before what [json.UnmarshalTypeError] calls a value: "string", "object", "number 1e999".
func noun(value string) string {
	switch {
	case strings.ContainsRune(value, ' '):
		return "the " + cut(value, 40)
	case value == "array" || value == "object":
		return "an " + value
	}
	return "a " + value
}
