package jetstream

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"

	"corerace/bench/child"
	"corerace/bench/hosts/tell"
	"corerace/bench/role"

	"github.com/nats-io/nats.go"
)

// A desk is where the command's questions are answered, one at a time.
type desk struct {
	engine  *engine // nil where it is the user's
	nc      *nats.Conn
	session *session
	door    door
	pool    *pool
}

// Serve answers questions, a line each, until there are no more, and then sends all workers home.
func Serve(in io.Reader, out io.Writer) error {
	role.IgnoreInterrupt() // who asks says when it is over
	d := &desk{}
	defer d.close()
	r := bufio.NewReaderSize(in, child.MaxLine)
	for {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("a question: %w", err)
		}
		if _, err := out.Write(append(d.answer(line), '\n')); err != nil {
			return err
		}
	}
}

// A told is an answer, as it is written.
type told struct {
	OK    any    `json:"ok,omitempty"`
	Error string `json:"error,omitempty"`
}

// answer answers a question.
func (d *desk) answer(line []byte) []byte {
	var q tell.Question
	var ok any
	err := json.Unmarshal(line, &q)
	if err == nil {
		ok, err = d.do(context.Background(), q)
	}
	if err != nil {
		return encode(told{Error: child.Plain(err.Error())})
	}
	return encode(told{OK: ok})
}

func (d *desk) do(ctx context.Context, q tell.Question) (any, error) {
	switch {
	case q.Do == tell.DoServe && q.Serve != nil && d.session == nil:
		return d.serve(ctx, *q.Serve)
	case d.session == nil:
		return nil, errors.New("there is no engine yet")
	case q.Do == tell.DoHosts:
		return d.session.hosts(q.From), nil
	case q.Do == tell.DoOpen && q.Open != nil && d.pool == nil:
		return d.open(ctx, *q.Open)
	case q.Do == tell.DoRun && q.Run != nil && d.pool != nil:
		return d.run(ctx, *q.Run)
	case q.Do == tell.DoTracks && d.pool != nil:
		return d.pool.told(q.From), nil
	case q.Do == tell.DoClose:
		d.letGo()
		return struct{}{}, nil
	case q.Do == tell.DoEnd:
		d.close()
		return struct{}{}, nil
	}
	return nil, fmt.Errorf("%.20q can't be asked now", q.Do)
}

// serve starts an engine, or connects to the user's, and begins a session there.
func (d *desk) serve(ctx context.Context, s tell.Serve) (served tell.Served, err error) {
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	files := tlsFiles{s.CA, s.Cert, s.Key}
	token, err := readToken(s.TokenFile)
	if err != nil {
		return served, err
	}
	d.door = door{s.URL, token, files}
	inside, more := d.door, []nats.Option(nil)
	if s.URL == "" {
		if err = d.start(s, token, files); err != nil {
			return served, err
		}
		// In this process there is no wire to guard, and the engine's certificate needn't be for this end.
		inside = door{url: "nats://" + tell.Program, token: d.door.token}
		more = append(more, nats.InProcessServer(d.engine.server))
	}
	if d.nc, err = inside.connect("coordinator", more...); err != nil {
		return served, err
	}
	if d.session, err = newSession(ctx, d.nc, s.Local); err != nil {
		return served, err
	}
	return tell.Served{URLs: d.urls(), Session: d.session.session}, nil
}

// start starts an engine of our own. On loopback nobody needs to know its token, so it is made up.
func (d *desk) start(s tell.Serve, token string, files tlsFiles) (err error) {
	if token == "" {
		if !onLoopback(s.Listen) {
			return errors.New("an engine that other machines reach needs a token")
		}
		token = secret()
	}
	if d.engine, err = startEngine(s.Listen, token, files); err != nil {
		return err
	}
	d.door.url, d.door.token = d.engine.url(), token
	return nil
}

// mostURLs is how many addresses of this machine are told.
const mostURLs = 8

// urls are where hosts join: where the engine listens, or where that is everywhere, at every address of this machine.
func (d *desk) urls() []string {
	at, err := url.Parse(d.door.url)
	if err != nil {
		return []string{d.door.url}
	}
	if ip := net.ParseIP(at.Hostname()); ip == nil || !ip.IsUnspecified() {
		return []string{d.door.url}
	}
	var all []string
	addresses, _ := net.InterfaceAddrs() // without any there is the one below
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && len(all) < mostURLs {
			all = append(all, at.Scheme+"://"+net.JoinHostPort(n.IP.String(), at.Port()))
		}
	}
	if len(all) == 0 {
		return []string{d.door.url}
	}
	return all
}

// onLoopback reports whether an address is one that this machine alone reaches.
func onLoopback(listen string) bool {
	if listen == "" {
		return true
	}
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// CheckURL says what is wrong with the address of an engine, or nil.
func CheckURL(where string) error {
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
		return fmt.Errorf("%.100q isn't the address of an engine: nats://host:port or tls://host:port expected", where)
	}
	return nil
}

func (d *desk) open(ctx context.Context, o tell.Open) (tell.Opened, error) {
	p, err := openPool(ctx, d.session, d.door, o)
	if err != nil {
		return tell.Opened{}, err
	}
	d.pool = p
	return p.opened(), nil
}

func (d *desk) run(ctx context.Context, r tell.Run) (tell.Ran, error) { return d.pool.run(ctx, r) }

func (d *desk) letGo() {
	if d.pool != nil {
		d.pool.close()
		d.pool = nil
	}
}

// close ends what was begun.
func (d *desk) close() {
	d.letGo()
	if d.session != nil {
		d.session.end()
		d.session = nil
	}
	if d.nc != nil {
		d.nc.Close()
		d.nc = nil
	}
	if d.engine != nil {
		d.engine.close()
		d.engine = nil
	}
}
