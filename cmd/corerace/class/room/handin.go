package room

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"corerace/cmd/corerace/class/store"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// Bounds of what a student sends beside a record.
const (
	maxNameRunes = 30
	maxTyped     = 80 // bytes of an answer
)

// joined is what the entry of a student says.
type joined struct {
	Name string `json:"name,omitempty"` // "" for a pseudonym
}

// Joined is who a student is.
type Joined struct {
	Token string `json:"token"`
	Name  string `json:"name"`
	Class string `json:"class"`
	New   bool   `json:"-"` // and not one who came again
}

// Join takes a student in who has the code. The key is the student's own: who sends it again is the same student.
func (r *Room) Join(ctx context.Context, code, key, name string) (Joined, error) {
	if !same(TypedCode(code), r.Code) {
		return Joined{}, refuse(Wrong, "that isn't the code of this class")
	}
	name = strings.Join(strings.Fields(name), " ")
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxNameRunes || strings.ContainsFunc(name, unprintable) {
		return Joined{}, refuse(Wrong, "a name has up to %d letters", maxNameRunes)
	}
	if err := checkKey(key); err != nil {
		return Joined{}, err
	}
	id := r.mark("id", key)[:16]
	text, err := json.Marshal(joined{name})
	if err != nil {
		return Joined{}, err
	}
	known, err := r.mayJoin(id)
	if err != nil {
		return Joined{}, err
	}
	_, err = r.put(ctx, store.Entry{Author: id, Key: kindJoin, Kind: kindJoin, Head: text}, func() { r.joining-- })
	if errors.Is(err, store.ErrOther) { // the same student under another name keeps the first
		err = r.catchUp(ctx, func() bool { return r.students[id] != nil })
	}
	if err != nil {
		return Joined{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.students[id]
	if s == nil {
		return Joined{}, errors.New("who joined isn't there")
	}
	return Joined{Token: r.studentToken(id), Name: s.name, Class: r.ID, New: !known}, nil
}

// catchUp reads the class again where what another entry of the same key says isn't known: that of a commit which was
// never heard of.
func (r *Room) catchUp(ctx context.Context, known func() bool) error {
	r.mu.Lock()
	there := known()
	r.mu.Unlock()
	if there {
		return nil
	}
	return r.load(ctx)
}

// mayJoin says why somebody can't join, and reserves a place where they can. Who is known already may.
func (r *Room) mayJoin(id string) (known bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known = r.students[id] != nil
	switch {
	case r.step.Phase == Ended:
		return known, refuse(Late, "the class has ended")
	case known:
	case r.step.Closed:
		return known, refuse(Late, "the teacher has closed the door: nobody joins any more")
	case len(r.students)-r.away+r.joining >= r.limits.Students:
		return known, refuse(Full, "the class is full: it takes %d", r.limits.Students)
	}
	r.joining++
	return known, nil
}

func (r *Room) applyJoin(e store.Entry) error {
	var j joined
	if err := json.Unmarshal(e.Head, &j); err != nil {
		return err
	}
	if r.students[e.Author] != nil {
		return nil
	}
	s := &student{id: e.Author, name: r.oneOfItsOwn(cmp.Or(j.Name, pseudonym(len(r.order)))), keys: map[string]bool{},
		answers: map[question][]Given{}}
	r.students[s.id], r.order = s, append(r.order, s)
	return nil
}

// Answer keeps what a student answered to a question, typed as in a terminal: a letter, the id of a choice, a number.
func (r *Room) Answer(ctx context.Context, id, key, lessonID, questionID string, attempt int, typed string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	q := question{lessonID, questionID, attempt}
	asked := r.asked(q)
	if asked == nil {
		return refuse(Wrong, "there is no such question")
	}
	reply, ok := asked.Read(typed)
	if !ok || len(typed) > maxTyped {
		return refuse(Wrong, "%s", Expected(asked))
	}
	answer := asked.Answer(lessonID, reply, typed)
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	seq, err := r.add(ctx, store.Entry{Author: id, Key: key, Kind: kindAnswer, Head: text}, q)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if shown := r.revealed[q]; shown > 0 && seq > shown {
		return refuse(Late, "the answers have been shown already")
	}
	return nil
}

// Expected says what an answer to a question looks like.
func Expected(q *lesson.Question) string {
	if q.Number() {
		return "a number is expected, as in 1.5"
	}
	return "one of the choices is expected, " + lesson.Letter(0) + " to " + lesson.Letter(len(q.Choices)-1)
}

func (r *Room) applyAnswer(e store.Entry) error {
	var a results.Answer
	if err := json.Unmarshal(e.Head, &a); err != nil {
		return err
	}
	s := r.students[e.Author]
	if s == nil {
		return errors.New("whose answer is this?")
	}
	a.At = time.UnixMilli(e.At).UTC() // by the server's clock, which is the same for all
	q := question{a.Lesson, a.Question, a.Attempt}
	list := s.answers[q]
	at, again := slices.BinarySearchFunc(list, e.Seq, func(g Given, seq int64) int { return cmp.Compare(g.Seq, seq) })
	if !again {
		s.answers[q] = slices.Insert(list, at, Given{e.Seq, a})
		s.entries++
		s.keys[e.Key] = true
		r.back(s)
	}
	return nil
}

// Record keeps what a student's machine measured. It is acknowledged once it is safe, which needs no more than that it
// begins as a record does: the rest is read behind that, as any foreign file is ([Room.Read]).
func (r *Room) Record(ctx context.Context, id, key string, body []byte) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if len(body) > r.limits.Record {
		return refuse(Full, "a record may have %d bytes", r.limits.Record)
	}
	first, _, _ := bytes.Cut(body, []byte("\n"))
	if _, err := results.Read(bytes.NewReader(first)); err != nil {
		return refuse(Wrong, "this isn't a record: %v", err)
	}
	text, err := json.Marshal(handedIn{len(body)})
	if err != nil {
		return err
	}
	r.lastIn.Store(time.Now().UnixNano())
	_, err = r.add(ctx, store.Entry{Author: id, Key: key, Kind: kindRecord, Head: text, Body: body}, question{})
	return err
}

// add keeps what a student sent, where there is room for it: that is reserved until it is kept or isn't.
func (r *Room) add(ctx context.Context, e store.Entry, q question) (int64, error) {
	size := int64(len(e.Body))
	s, err := r.mayAdd(e.Author, e.Key, q, size)
	if err != nil {
		return 0, err
	}
	seq, err := r.put(ctx, e, func() { r.hold(s, -1, -size) })
	if errors.Is(err, store.ErrOther) {
		return 0, refuse(Other, "this key was used for something else")
	}
	return seq, err
}

// hold reserves room for a student's entries, or gives it back, with the lock held.
func (r *Room) hold(s *student, entries int, bytes int64) {
	s.held.entries += entries
	s.held.bytes += bytes
	r.held += bytes
}

// handedIn is what the entry of a record says of it.
type handedIn struct {
	Bytes int `json:"bytes"`
}

func (r *Room) applyRecord(e store.Entry) error {
	var h handedIn
	if err := json.Unmarshal(e.Head, &h); err != nil {
		return err
	}
	s := r.students[e.Author]
	if s == nil {
		return errors.New("whose record is this?")
	}
	at, again := slices.BinarySearchFunc(s.records, e.Seq, func(h Handed, seq int64) int { return cmp.Compare(h.Seq, seq) })
	if again {
		return nil
	}
	s.records = slices.Insert(s.records, at, Handed{Seq: e.Seq, Bytes: h.Bytes})
	s.keys[e.Key] = true
	r.back(s)
	s.entries, s.bytes, r.bytes = s.entries+1, s.bytes+int64(h.Bytes), r.bytes+int64(h.Bytes)
	return nil
}

// mayAdd says why a student can't add something, and reserves room for it where they can.
func (r *Room) mayAdd(id, key string, q question, size int64) (*student, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.students[id]
	if s == nil {
		return nil, refuse(Wrong, "you aren't in this class")
	}
	if err := r.refusalTo(s, key, q, size); err != nil {
		return nil, err
	}
	r.hold(s, 1, size)
	return s, nil
}

// refusalTo is why a student can't add something, with the lock held.
func (r *Room) refusalTo(s *student, key string, q question, size int64) error {
	own, all := s.bytes+s.held.bytes+size, r.bytes+r.held+size
	switch {
	case s.keys[key]: // it is kept already, and its author never heard so
		return nil
	case r.step.Phase == Ended:
		return refuse(Late, "the class has ended")
	case s.entries+s.held.entries >= r.limits.Entries:
		return refuse(Full, "you have handed in %d times, which is all that the class takes of one", s.entries)
	case own > r.limits.Own || all > r.limits.Bytes:
		return refuse(Full, "there is no room for more records")
	case q != question{} && r.revealed[q] > 0:
		return refuse(Late, "the answers have been shown already")
	case q == r.questionOf(r.step) && r.step.Phase == Paused:
		return refuse(Late, "the teacher has paused the class")
	}
	return nil
}

// checkKey says what is wrong with the key of a client.
func checkKey(key string) error {
	ok := len(key) >= 8 && len(key) <= 80
	for _, c := range key {
		ok = ok && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-')
	}
	if !ok {
		return refuse(Wrong, "a key of 8 to 80 letters and digits is expected")
	}
	return nil
}

// unprintable are characters that a name doesn't have: those that steer, and those that change the direction of what
// follows.
func unprintable(c rune) bool {
	return c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c >= 0x200b && c <= 0x200f || c >= 0x2028 && c <= 0x202e ||
		c >= 0x2060 && c <= 0x206f || c == 0xfeff
}
