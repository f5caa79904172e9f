package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
)

// An Entry is one thing that happened in a class.
type Entry struct {
	Seq    int64  // its place: the store gives it, ascending in the order of commits of those without a body
	Class  string // which class it is of
	Author string // whose it is
	Key    string // that its author made: one who sends it again sends the same
	Kind   string
	At     int64  // when it came, in milliseconds since 1970
	Head   []byte // what a class is built from again when its server starts
	Body   []byte // what is only handed out; may be empty
}

// Bounds of an entry, in bytes.
const (
	MaxName = 128 // of each of its names
	MaxHead = 64 << 10
	MaxBody = 8 << 20
)

// Errors to be found with errors.Is.
var (
	// ErrOther is that of a key that its author has used for another entry.
	ErrOther = errors.New("this key was used for something else")
	// ErrClosed is that of a store that was closed.
	ErrClosed = errors.New("the store is closed")
	// ErrNone is that of an entry that isn't there.
	ErrNone = errors.New("there is no such entry")
)

// A Store keeps entries. Its methods may be called from several goroutines.
type Store interface {
	// Put keeps an entry and returns its Seq once it would outlive a crash. The same entry may be put again, and keeps
	// its Seq. Where the context ends first the entry may be kept or not, and should be put again.
	//
	// settled, which may be nil, is told the same, and before Put returns where somebody still waits. It is called once
	// for each Put, whether or not anybody waits, but for what waits when the store is closed; of entries without a body
	// in the order in which they are committed. It must not put another.
	Put(ctx context.Context, e Entry, settled func(seq int64, err error)) (seq int64, err error)
	// List returns up to limit entries of a class in the order of their Seq, from the first above after, without bodies.
	List(ctx context.Context, class string, after int64, limit int) ([]Entry, error)
	// Body returns the body of an entry of a class.
	Body(ctx context.Context, class string, seq int64) ([]byte, error)
	// Classes returns the classes that have entries, in the order in which they began.
	Classes(ctx context.Context) ([]string, error)
	// Hold takes a class for this server, once, until Close: another one is refused with ErrTaken.
	Hold(ctx context.Context, class string) error
	// Health says what is wrong with the store and what to do; nil where nothing is.
	Health() error
	// Close waits for what is being written, and closes the database. It may be called more than once.
	Close() error
}

// Open opens a store: a URL of PostgreSQL (postgres://…) or a file of SQLite, which it makes where there is none.
func Open(ctx context.Context, where string) (Store, error) {
	if IsURL(where) {
		return openPostgres(ctx, where)
	}
	return openSQLite(ctx, where)
}

// IsURL reports whether a store is a database elsewhere, and not a file.
func IsURL(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// check says what is wrong with an entry, before a database is asked.
func (e *Entry) check() error {
	for _, name := range []string{e.Class, e.Author, e.Key, e.Kind} {
		if len(name) > MaxName || strings.IndexFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
			return fmt.Errorf("a name of an entry is %.40q: up to %d printable characters of ASCII expected", name, MaxName)
		}
	}
	if e.Class == "" || e.Key == "" || e.Kind == "" {
		return errors.New("an entry has no class, no key or no kind")
	}
	if len(e.Head) > MaxHead || len(e.Body) > MaxBody {
		return fmt.Errorf("an entry has %d and %d bytes: up to %d and %d expected", len(e.Head), len(e.Body), MaxHead,
			MaxBody)
	}
	return nil
}

// sum is a digest of what the author of an entry sent: of its body, which its head was made from, where it has one.
func (e *Entry) sum() []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%q", e.Kind)
	if len(e.Body) > 0 {
		h.Write(e.Body)
	} else {
		h.Write(e.Head)
	}
	return h.Sum(nil)[:16]
}

// filled is bytes that aren't NULL.
func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
