package room

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"corerace/cmd/corerace/class/store"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// Kinds of entries.
const (
	kindClass  = "class"  // the first of a class
	kindJoin   = "join"   // a student is there
	kindAnswer = "answer" // to a question
	kindRecord = "record" // what a student's machine measured
	kindStep   = "step"   // what the teacher did
)

// Limits bound what a class takes.
type Limits struct {
	Students int   // in all
	Bytes    int64 // of records, in all
	Entries  int   // of each student
	Own      int64 // bytes of records of each student
	Record   int   // bytes of one record
}

// DefaultLimits are those of a class in a school.
var DefaultLimits = Limits{Students: 4000, Bytes: 4 << 30, Entries: 400, Own: 32 << 20, Record: 4 << 20}

// A Room is a class. Its methods may be called from several goroutines.
type Room struct {
	ID      string // of the class in its store
	Code    string // to join by
	Title   string
	Created time.Time

	lessons []*lesson.Lesson
	limits  Limits
	store   store.Store
	secret  []byte
	now     func() time.Time
	lastIn  atomic.Int64 // when a record came last, in nanoseconds since 1970

	mu       sync.Mutex
	students map[string]*student
	order    []*student      // in which they came
	names    map[string]bool // theirs, in small letters
	step     Step
	revealed map[question]int64 // the entry by which what was answered became known to all
	bytes    int64
	held     int64         // of bytes, for records that are being kept
	joining  int           // who are being kept
	away     int           // whose places were freed
	changed  chan struct{} // closed when something has changed
}

// head is what the first entry of a class says.
type head struct {
	Code   string `json:"code"`
	Secret string `json:"secret"`
	Title  string `json:"title,omitempty"`
	Lesson string `json:"lesson"`
}

// A question is one of a lesson, as often as it is asked.
type question struct {
	lesson, id string
	attempt    int
}

// A student is somebody in the class.
type student struct {
	id, name string
	answers  map[question][]Given
	records  []Handed
	keys     map[string]bool // of what is kept
	entries  int
	bytes    int64
	away     bool
	held     holding // what is reserved for what is being kept
}

// A holding is room that is reserved for what is on its way to the store.
type holding struct {
	entries int
	bytes   int64
}

// A Given answer is one as the store has it.
type Given struct {
	Seq    int64
	Answer results.Answer
}

// A Handed record is one that is kept. What it holds is in the store.
type Handed struct {
	Seq   int64
	Bytes int
	Facts Facts
}

// Open opens the class in a store that hasn't ended. It begins one where there is none, or where a new one is asked
// for.
func Open(ctx context.Context, s store.Store, lessons []*lesson.Lesson, begin Begin) (*Room, error) {
	r := &Room{lessons: lessons, limits: cmp.Or(begin.Limits, DefaultLimits), store: s, now: time.Now,
		students: map[string]*student{}, names: map[string]bool{}, revealed: map[question]int64{}, changed: make(chan struct{})}
	classes, err := s.Classes(ctx)
	if err != nil {
		return nil, err
	}
	classes = slices.DeleteFunc(classes, func(id string) bool { return scopeOf(id) != begin.Scope })
	if begin.Again != "" {
		return r, r.again(ctx, begin.Again, classes)
	}
	if len(classes) > 0 && !begin.New {
		r.ID = classes[len(classes)-1]
		if err := r.load(ctx); err != nil {
			return nil, err
		}
		if r.step.Phase != Ended {
			return r, r.take(ctx)
		}
		begin.New = true
		return Open(ctx, s, lessons, begin)
	}
	return r, r.begin(ctx, begin)
}

// Last names the class that began last.
const Last = "last"

// again opens a class that there was, as it is. One that has ended takes nothing any more.
func (r *Room) again(ctx context.Context, name string, classes []string) error {
	if len(classes) == 0 {
		return errors.New("there was no class")
	}
	at := len(classes) - 1
	if name != Last {
		at = slices.IndexFunc(classes, func(id string) bool { return path.Base(id) == name })
	}
	if at < 0 {
		return fmt.Errorf("there was no class %.40q: the last ones are %s", name, strings.Join(lastNames(classes), ", "))
	}
	r.ID = classes[at]
	if err := r.store.Hold(ctx, r.ID); err != nil {
		return err
	}
	return r.load(ctx)
}

// take takes the class for this server, and reads what another one may have kept before that.
func (r *Room) take(ctx context.Context) error {
	if err := r.store.Hold(ctx, r.ID); err != nil {
		return err
	}
	return r.load(ctx)
}

// Health says what is wrong with where the class is kept.
func (r *Room) Health() error { return r.store.Health() }

// lastNames are the names of the last few classes, without their scope.
func lastNames(classes []string) (names []string) {
	for _, id := range classes[max(0, len(classes)-10):] {
		names = append(names, path.Base(id))
	}
	return names
}

// scopeOf is whose a class is, of those in one store.
func scopeOf(id string) string {
	i := strings.LastIndexByte(id, '/')
	return id[:max(i, 0)]
}

// Begin says how a class begins.
type Begin struct {
	New    bool   // also where the last one hasn't ended
	Again  string // in place of all that: an earlier class by its name, or Last; "" for none
	Title  string
	Lesson string // its id; "" is the first of all
	Limits Limits // DefaultLimits where it is zero
	// Scope tells classes apart that have a store together, as a school has one: only those of this scope go on here.
	Scope string
}

// begin puts the first entry of a class.
func (r *Room) begin(ctx context.Context, b Begin) error {
	secret := make([]byte, secretBytes)
	rand.Read(secret)
	if b.Lesson == "" {
		b.Lesson = r.lessons[0].ID
	}
	if r.Lesson(b.Lesson) == nil {
		return fmt.Errorf("there is no lesson %q", b.Lesson)
	}
	text, err := json.Marshal(head{Code: newCode(), Secret: hex.EncodeToString(secret), Title: b.Title, Lesson: b.Lesson})
	if err != nil {
		return err
	}
	now := r.now()
	r.ID = now.UTC().Format("20060102T150405") + "-" + hex.EncodeToString(secret[:3])
	if b.Scope != "" {
		r.ID = b.Scope + "/" + r.ID
	}
	if err := r.store.Hold(ctx, r.ID); err != nil {
		return err
	}
	_, err = r.put(ctx, store.Entry{Author: "", Key: kindClass, Kind: kindClass, Head: text}, nil)
	return err
}

// loadAtOnce is how many entries are read at once.
const loadAtOnce = 500

// load builds the class from its entries. What of them is known already changes nothing.
func (r *Room) load(ctx context.Context) error {
	for after := int64(0); ; {
		list, err := r.store.List(ctx, r.ID, after, loadAtOnce)
		if err != nil {
			return err
		}
		if err := r.applyAll(list); err != nil {
			return err
		}
		if len(list) < loadAtOnce {
			break
		}
		after = list[len(list)-1].Seq
	}
	if r.secret == nil {
		return errors.New("the class has no beginning")
	}
	return nil
}

// applyAll applies entries that were read.
func (r *Room) applyAll(list []store.Entry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range list {
		if err := r.apply(e); err != nil {
			return fmt.Errorf("entry %d of the class, %q: %w", e.Seq, e.Kind, err)
		}
	}
	return nil
}

// put keeps an entry, and applies it once it is safe: also where nobody waits for it any more, and in the order in
// which entries are committed, so that the class is what it will be when its server starts again. What was reserved for
// it is given back by release, with the lock held; it may be nil.
func (r *Room) put(ctx context.Context, e store.Entry, release func()) (int64, error) {
	e.Class, e.At = r.ID, r.now().UnixMilli()
	var applied error
	seq, err := r.store.Put(ctx, e, func(seq int64, err error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if release != nil {
			release()
		}
		if err == nil {
			e.Seq = seq
			applied = r.apply(e)
		}
	})
	if err != nil {
		return 0, err
	}
	return seq, applied
}

// apply changes the class by an entry, with the lock held. One that is applied again changes nothing.
func (r *Room) apply(e store.Entry) error {
	var err error
	switch e.Kind {
	case kindClass:
		err = r.applyHead(e)
	case kindJoin:
		err = r.applyJoin(e)
	case kindAnswer:
		err = r.applyAnswer(e)
	case kindRecord:
		err = r.applyRecord(e)
	case kindStep:
		err = r.applyStep(e)
	}
	r.wake()
	return err
}

// wake tells who waits that something has changed, with the lock held.
func (r *Room) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *Room) applyHead(e store.Entry) error {
	if r.secret != nil {
		return nil
	}
	var h head
	if err := json.Unmarshal(e.Head, &h); err != nil {
		return err
	}
	secret, err := hex.DecodeString(h.Secret)
	if err != nil || len(secret) != secretBytes {
		return errors.New("its secret isn't one")
	}
	r.secret, r.Code, r.Title, r.Created = secret, h.Code, h.Title, time.UnixMilli(e.At)
	r.step = Step{Lesson: h.Lesson, Phase: Asking}
	return nil
}

// Changed returns a channel that is closed at the next change.
func (r *Room) Changed() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

// Lessons are all that the class may do.
func (r *Room) Lessons() []*lesson.Lesson { return r.lessons }

// Lesson finds a lesson; nil where there is none.
func (r *Room) Lesson(id string) *lesson.Lesson {
	i := slices.IndexFunc(r.lessons, func(l *lesson.Lesson) bool { return l.ID == id })
	if i < 0 {
		return nil
	}
	return r.lessons[i]
}

// asked finds a question of a lesson; nil where there is none.
func (r *Room) asked(q question) *lesson.Question {
	if l := r.Lesson(q.lesson); l != nil {
		for _, asked := range l.Questions() {
			if asked.ID == q.id && asked.Attempt == q.attempt {
				return asked
			}
		}
	}
	return nil
}
