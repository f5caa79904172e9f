//go:build darwin || freebsd || linux || netbsd || openbsd || windows

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	_ "modernc.org/sqlite" // as "sqlite"
)

// sqliteSchema is the only table. Times are integers: the driver writes a time.Time as text that doesn't sort.
const sqliteSchema = `CREATE TABLE IF NOT EXISTS entries (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	class TEXT NOT NULL, author TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
	sum BLOB NOT NULL, head BLOB NOT NULL, body BLOB NOT NULL,
	UNIQUE (class, author, key)
) STRICT`

// sqlitePut returns a row whether the key is new or not.
const sqlitePut = `INSERT INTO entries (class, author, key, kind, at, sum, head, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (class, author, key) DO UPDATE SET key = excluded.key RETURNING seq, sum`

// checkpointEvery is how often the log is brought into the file and cut, which readers that are busy then only delay.
const checkpointEvery = time.Hour

// busyWait is how long a connection waits for another one.
const busyWait = 5 * time.Second

// A sqlite is a store in one file: one connection that writes, others that read.
type sqlite struct {
	path    string
	lock    *fileLock
	w, r    *sql.DB
	put     *sql.Stmt
	writer  *writer
	ticks   *time.Ticker
	closing sync.Once
	ended   chan struct{}
}

func openSQLite(ctx context.Context, path string) (_ Store, err error) {
	if err := private(path); err != nil {
		return nil, err
	}
	s := &sqlite{path: path}
	if s.lock, err = lockFile(path); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.shut()
			s.lock.free()
		}
	}()
	if s.w, err = openFile(path, busyWait, "&_txlock=immediate"); err != nil {
		return nil, err
	}
	s.w.SetMaxOpenConns(1) // more than one that write wait for each other by sleeping
	if s.r, err = openFile(path, busyWait, ""); err != nil {
		return nil, err
	}
	s.r.SetMaxOpenConns(4)
	if err := durable(ctx, s.w); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if _, err := s.w.ExecContext(ctx, sqliteSchema); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if s.put, err = s.w.PrepareContext(ctx, sqlitePut); err != nil {
		return nil, fmt.Errorf("%s isn't a class's file: %w", path, err)
	}
	s.writer = newWriter(s.commit)
	s.ticks, s.ended = time.NewTicker(checkpointEvery), make(chan struct{})
	go s.checkpoints()
	return s, nil
}

// private has a file be one that only its owner reads, and makes it where there is none: it holds the secret of the
// class.
func private(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // to open a pipe may wait for ever
		return fmt.Errorf("%s isn't a file", path)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return f.Chmod(info.Mode().Perm() &^ 0o077)
	}
	return nil
}

// openFile opens a file by the names that the driver checks. A pragma of its unchecked form, misspelt, is left out or
// means less than it says.
func openFile(path string, wait time.Duration, more string) (*sql.DB, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(whole)}
	if u.Path[0] != '/' { // a drive's letter
		u.Path = "/" + u.Path
	}
	u.RawQuery = fmt.Sprintf("_journal_mode=WAL&_synchronous=FULL&_busy_timeout=%d&_foreign_keys=1", wait.Milliseconds()) + more
	return sql.Open("sqlite", u.String())
}

// durable reads back what the name of the file asked for: without it a commit could be lost.
func durable(ctx context.Context, db *sql.DB) error {
	var mode string
	var synchronous int
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return err
	}
	if mode != "wal" || synchronous != 2 {
		return fmt.Errorf("a commit wouldn't be safe here: journal_mode is %s, synchronous is %d: wal and 2 expected",
			mode, synchronous)
	}
	return nil
}

// Put implements Store.
func (s *sqlite) Put(ctx context.Context, e Entry, settled func(int64, error)) (int64, error) {
	return s.writer.put(ctx, e, settled)
}

// commit implements the writer's.
func (s *sqlite) commit(batch []*waiting) error {
	ctx := context.Background() // whoever no longer waits has others in the same transaction
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	put := tx.StmtContext(ctx, s.put)
	for _, w := range batch {
		var seq int64
		var sum []byte
		err := put.QueryRowContext(ctx, w.Class, w.Author, w.Key, w.Kind, w.At, w.digest, filled(w.Head), filled(w.Body)).
			Scan(&seq, &sum)
		if err != nil {
			return err
		}
		w.settle(seq, sum)
	}
	return tx.Commit()
}

// List implements Store.
func (s *sqlite) List(ctx context.Context, class string, after int64, limit int) (list []Entry, err error) {
	rows, err := s.r.QueryContext(ctx, `SELECT seq, class, author, key, kind, at, head FROM entries
		WHERE class = ? AND seq > ? ORDER BY seq LIMIT ?`, class, after, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		if err := rows.Scan(&e.Seq, &e.Class, &e.Author, &e.Key, &e.Kind, &e.At, &e.Head); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// Body implements Store.
func (s *sqlite) Body(ctx context.Context, class string, seq int64) (body []byte, err error) {
	err = s.r.QueryRowContext(ctx, "SELECT body FROM entries WHERE class = ? AND seq = ?", class, seq).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNone
	}
	return body, err
}

// Classes implements Store.
func (s *sqlite) Classes(ctx context.Context) (classes []string, err error) {
	rows, err := s.r.QueryContext(ctx, "SELECT class FROM entries GROUP BY class ORDER BY min(seq)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var class string
		if err := rows.Scan(&class); err != nil {
			return nil, err
		}
		classes = append(classes, class)
	}
	return classes, rows.Err()
}

// checkpoints cuts the log from time to time.
func (s *sqlite) checkpoints() {
	for {
		select {
		case <-s.ticks.C:
			checkpoint(s.w, s.path) // what stays in the log is as safe there; the end says so
		case <-s.ended:
			return
		}
	}
}

// checkpoint brings the log into the file and cuts it. Where a reader is in the way it stays until the next time.
func checkpoint(db *sql.DB, path string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var busy, pages, moved int
	err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy != 0 {
		err = errors.New("a reader is in the way")
	}
	if err != nil {
		return fmt.Errorf("the log of %s stays as it is: %w", path, err)
	}
	return nil
}

// Hold implements Store: whoever has the file has its classes.
func (s *sqlite) Hold(context.Context, string) error { return nil }

// largeLog is from how many bytes on the log of a file is large. It grows while somebody reads all the time, and slows
// every read.
const largeLog = 64 << 20

// Health implements Store: a log that is large is cut, unless a reader is in the way.
func (s *sqlite) Health() error { return s.logBelow(largeLog) }

func (s *sqlite) logBelow(most int64) error {
	log := s.path + "-wal"
	large := func() (int64, bool) {
		info, err := os.Stat(log)
		if err != nil || info.Size() <= most {
			return 0, false
		}
		return info.Size(), true
	}
	if _, ok := large(); !ok {
		return nil
	}
	// By a connection that waits for nobody: that which writes has others wait for it.
	db, err := openFile(s.path, time.Millisecond, "")
	if err != nil {
		return err
	}
	checkpoint(db, s.path) // whether it helped is looked at
	if err := db.Close(); err != nil {
		return err
	}
	size, ok := large()
	if !ok {
		return nil
	}
	return fmt.Errorf("%s has %.0f MB, since something reads the class all the time: let exports end, and close other "+
		"programs that have the file open; what is handed in is safe meanwhile", log, float64(size)/(1<<20))
}

// Close implements Store.
func (s *sqlite) Close() (err error) {
	s.writer.stop()
	s.closing.Do(func() {
		s.ticks.Stop()
		close(s.ended)
		err = checkpoint(s.w, s.path)
		err = errors.Join(err, s.shut(), s.lock.free())
	})
	return err
}

func (s *sqlite) shut() (err error) {
	if s.put != nil {
		err = s.put.Close()
	}
	for _, db := range []*sql.DB{s.r, s.w} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}
