package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
)

// A second server on one file would have a class of its own.
func TestOneAtATimeHasAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := open(t, path)
	if second, err := Open(t.Context(), path); err == nil {
		second.Close()
		t.Error("two have it")
	} else if !strings.Contains(err.Error(), "another server") {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path).Close()
}

// The secret of a class is in its file, also where that was there before.
func TestAFileIsItsOwners(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	path := filepath.Join(t.TempDir(), "class.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, path).Close()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its permissions are %v, %v", info.Mode(), err)
	}
}

// What a database that is away didn't take is tried together, and not one by one.
func TestADatabaseThatIsAwayIsAskedOnce(t *testing.T) {
	asked := 0
	w := &writer{commit: func([]*waiting) error { asked++; return fmt.Errorf("%w: x", errAway) }}
	var batch []*waiting
	for range 5 {
		batch = append(batch, &waiting{told: func(int64, error) {}, done: make(chan struct{})})
	}
	w.write(batch)
	if asked != 1 || !errors.Is(batch[4].err, errAway) {
		t.Errorf("it is asked %d times, and the last entry has %v", asked, batch[4].err)
	}
}

// A class in a database has one server: a second one is refused, until the first ends or its session does, and a server
// whose session broke and whose class was taken meanwhile writes nothing any more.
func TestOneAtATimeHasAClassOfADatabase(t *testing.T) {
	where := os.Getenv(postgresEnv)
	if where == "" {
		testkit.Missing(t, "postgresql", "no PostgreSQL: "+postgresEnv+" names no URL of one")
	}
	class := fmt.Sprintf("hold-%d", time.Now().UnixNano())
	one, other := open(t, where), open(t, where)
	if err := errors.Join(one.Hold(t.Context(), class), other.Hold(t.Context(), class+"-another")); err != nil {
		t.Fatal(err)
	}
	third := open(t, where)
	if err := third.Hold(t.Context(), class); !errors.Is(err, ErrTaken) || !strings.Contains(err.Error(), "one at a time") {
		t.Errorf("two have it: %v", err)
	}
	h := one.(*postgres).hold
	_, err := one.(*postgres).pool.Exec(t.Context(), "SELECT pg_terminate_backend($1)", h.conn.PgConn().PID())
	if err != nil {
		t.Fatal(err)
	}
	if err := third.Hold(t.Context(), class); err != nil { // it waits for the session to end
		t.Fatal(err)
	}
	if err := h.look(t.Context()); !errors.Is(err, ErrTaken) {
		t.Errorf("whose session broke has it still: %v", err)
	}
	entry := Entry{Class: class, Author: "a", Key: "k", Kind: "k", Head: []byte("h")}
	if _, err := one.Put(t.Context(), entry, nil); !errors.Is(err, ErrTaken) || !errors.Is(one.Health(), ErrTaken) {
		t.Errorf("it writes into another's class: %v", err)
	}
	if _, err := third.Put(t.Context(), entry, nil); err != nil {
		t.Error(err)
	}
	if err := third.Close(); err != nil {
		t.Fatal(err)
	}
	testkit.Eventually(t, "a class that is free again is taken", func() bool { return h.look(t.Context()) == nil })
	if err := one.Health(); err != nil {
		t.Error(err)
	}
}
