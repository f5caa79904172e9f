package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrTaken is that of a class which another server has.
var ErrTaken = errors.New("another server has this class: one at a time serves it")

// A hold keeps a second server from a class in a database, as the lock of its file does elsewhere: an advisory lock of
// a session, which ends with its connection. The connection is looked after: where it broke the lock is taken again, and
// where another server was faster nothing is written any more.
type hold struct {
	config *pgx.ConnConfig
	key    int64

	mu    sync.Mutex
	conn  *pgx.Conn // nil where it broke
	taken bool      // by another
}

// What a hold's connection is given: a server that vanished, with its network, is to have lost its class in a minute.
var holdSettings = map[string]string{"application_name": "corerace class", "tcp_keepalives_idle": "30",
	"tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}

// How long a lock is waited for that a server has which was just killed, how often a hold is looked at, and how long
// that may take.
const (
	holdWait    = 3 * time.Second
	holdPause   = 100 * time.Millisecond
	holdEvery   = 5 * time.Second
	holdTimeout = 10 * time.Second
)

// newHold takes a class, or says that another server has it.
func newHold(ctx context.Context, config *pgx.ConnConfig, class string) (*hold, error) {
	sum := sha256.Sum256([]byte("corerace class " + class))
	h := &hold{config: config.Copy(), key: int64(binary.BigEndian.Uint64(sum[:8]))}
	for name, value := range holdSettings {
		h.config.RuntimeParams[name] = value
	}
	for until := time.Now().Add(holdWait); ; time.Sleep(holdPause) {
		err := h.look(ctx)
		if err == nil {
			return h, nil
		}
		if !errors.Is(err, ErrTaken) || time.Now().After(until) {
			h.close()
			return nil, err
		}
	}
}

// look takes the lock where this server hasn't got it.
func (h *hold) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, holdTimeout)
	defer cancel()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conn != nil && h.conn.Ping(ctx) != nil {
		h.drop()
	}
	if h.conn != nil && !h.taken {
		return nil
	}
	if h.conn == nil {
		conn, err := pgx.ConnectConfig(ctx, h.config)
		if err != nil {
			return fmt.Errorf("the lock of the class: %w", err) // nobody else's either, while the database is away
		}
		h.conn = conn
	}
	var got bool
	if err := h.conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", h.key).Scan(&got); err != nil {
		h.drop()
		return fmt.Errorf("the lock of the class: %w", err)
	}
	if h.taken = !got; h.taken {
		return ErrTaken
	}
	return nil
}

// drop gives a connection up, with the lock held.
func (h *hold) drop() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	h.conn.Close(ctx)
	h.conn = nil
}

// lost is ErrTaken where another server has the class.
func (h *hold) lost() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.taken {
		return ErrTaken
	}
	return nil
}

// keep looks after a hold, until ended is closed.
func (h *hold) keep(ended <-chan struct{}) {
	tick := time.NewTicker(holdEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			h.look(context.Background()) // what is wrong with it is what Health says
		case <-ended:
			h.close()
			return
		}
	}
}

// close gives the class back.
func (h *hold) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conn != nil {
		h.drop()
	}
}
