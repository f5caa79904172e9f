package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// postgresSchema is made where it isn't there. Two servers that start at once both try, so it is made under a lock.
const postgresSchema = `CREATE TABLE corerace_entries (
	seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	class TEXT NOT NULL, author TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL,
	sum BYTEA NOT NULL, head BYTEA NOT NULL, body BYTEA NOT NULL,
	UNIQUE (class, author, key)
)`

// postgresPlain has bodies stored as they are: to compress one takes longer than to write it.
const postgresPlain = "ALTER TABLE corerace_entries ALTER COLUMN body SET STORAGE EXTERNAL"

// postgresPut returns a row whether the key is new or not.
const postgresPut = `INSERT INTO corerace_entries (class, author, key, kind, at, sum, head, body)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
	ON CONFLICT (class, author, key) DO UPDATE SET key = excluded.key RETURNING seq, sum`

// postgresLock is the number of the lock under which the table is made.
const postgresLock = 0x636f7265726163

// postgresTries is how often a transaction is begun again where the connection broke: its entries have keys, so what
// was committed unheard is found. The waits between them, doubled each time, are for a server that starts again.
const (
	postgresTries = 8
	postgresWait  = 50 * time.Millisecond
)

// A postgres is a store in a database of a school.
type postgres struct {
	pool *pgxpool.Pool
	// Entries with a body have a writer of their own: the server writes two transactions at once, and an answer isn't to
	// wait for megabytes.
	small, large *writer

	mu    sync.Mutex
	hold  *hold // of the class; nil before it is held
	ended chan struct{}
	kept  sync.WaitGroup
	close sync.Once
}

func openPostgres(ctx context.Context, where string) (_ Store, err error) {
	cfg, err := pgxpool.ParseConfig(where)
	if err != nil {
		return nil, fmt.Errorf("the URL of the database: %w", err)
	}
	cfg.MaxConns = 5 // two write
	cfg.ConnConfig.RuntimeParams["application_name"] = "corerace"
	cfg.ConnConfig.RuntimeParams["synchronous_commit"] = "on"
	cfg.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return true } // 0.1 ms
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s := &postgres{pool: pool, ended: make(chan struct{})}
	if err := s.prepare(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("the database: %w", err)
	}
	s.small, s.large = newWriter(s.commit), newWriter(s.commit)
	return s, nil
}

// prepare makes the table and looks whether a commit is safe.
func (s *postgres) prepare(ctx context.Context) error {
	for _, setting := range []string{"synchronous_commit", "fsync"} {
		var is string
		if err := s.pool.QueryRow(ctx, "SHOW "+setting).Scan(&is); err != nil {
			return err
		}
		if is == "off" || is == "local" && setting == "fsync" {
			return fmt.Errorf("a commit wouldn't be safe here: %s is %s", setting, is)
		}
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(postgresLock)); err != nil {
			return err
		}
		var there bool
		if err := tx.QueryRow(ctx, "SELECT to_regclass('corerace_entries') IS NOT NULL").Scan(&there); err != nil || there {
			return err
		}
		for _, statement := range []string{postgresSchema, postgresPlain} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// Put implements Store.
func (s *postgres) Put(ctx context.Context, e Entry, settled func(int64, error)) (int64, error) {
	if err := s.Health(); err != nil {
		if settled != nil {
			settled(0, err)
		}
		return 0, err
	}
	if len(e.Body) > 0 {
		return s.large.put(ctx, e, settled)
	}
	return s.small.put(ctx, e, settled)
}

// commit implements that of the writers.
func (s *postgres) commit(batch []*waiting) (err error) {
	wait := postgresWait
	for range postgresTries {
		if err = s.try(batch); err == nil || !again(err) {
			return err
		}
		time.Sleep(wait)
		wait *= 2
	}
	if again(err) {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	return err
}

// try writes entries in one transaction.
func (s *postgres) try(batch []*waiting) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var b pgx.Batch
		for _, w := range batch {
			w.err = nil
			b.Queue(postgresPut, w.Class, w.Author, w.Key, w.Kind, w.At, w.digest, filled(w.Head), filled(w.Body)).
				QueryRow(func(row pgx.Row) error {
					var seq int64
					var sum []byte
					if err := row.Scan(&seq, &sum); err != nil {
						return err
					}
					w.settle(seq, sum)
					return nil
				})
		}
		return tx.SendBatch(ctx, &b).Close()
	})
}

// again reports whether a transaction may succeed when it is begun once more: the connection broke, the server is
// starting or stopping (57P01 to 57P03), or what was prepared no longer fits the table (0A000).
func again(err error) bool {
	said, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return true
	}
	return strings.HasPrefix(said.Code, "57P") || strings.HasPrefix(said.Code, "08") || said.Code == "0A000" ||
		strings.HasPrefix(said.Code, "40")
}

// List implements Store.
func (s *postgres) List(ctx context.Context, class string, after int64, limit int) ([]Entry, error) {
	rows, err := s.pool.Query(ctx, `SELECT seq, class, author, key, kind, at, head FROM corerace_entries
		WHERE class = $1 AND seq > $2 ORDER BY seq LIMIT $3`, class, after, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e Entry, err error) {
		err = row.Scan(&e.Seq, &e.Class, &e.Author, &e.Key, &e.Kind, &e.At, &e.Head)
		return e, err
	})
}

// Body implements Store.
func (s *postgres) Body(ctx context.Context, class string, seq int64) (body []byte, err error) {
	err = s.pool.QueryRow(ctx, "SELECT body FROM corerace_entries WHERE class = $1 AND seq = $2", class, seq).Scan(&body)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNone
	}
	return body, err
}

// Classes implements Store.
func (s *postgres) Classes(ctx context.Context) ([]string, error) {
	rows, err := s.pool.Query(ctx, "SELECT class FROM corerace_entries GROUP BY class ORDER BY min(seq)")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Hold implements Store.
func (s *postgres) Hold(ctx context.Context, class string) error {
	h, err := newHold(ctx, s.pool.Config().ConnConfig, class)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.hold = h
	s.mu.Unlock()
	s.kept.Go(func() { h.keep(s.ended) })
	return nil
}

// Health implements Store.
func (s *postgres) Health() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hold == nil {
		return nil
	}
	return s.hold.lost()
}

// Close implements Store.
func (s *postgres) Close() error {
	s.small.stop()
	s.large.stop()
	s.close.Do(func() { close(s.ended) })
	s.kept.Wait()
	s.pool.Close()
	return nil
}
