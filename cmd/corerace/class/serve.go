package class

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"

	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/class/settings"
	"corerace/cmd/corerace/class/store"
	"corerace/cmd/corerace/lesson"
)

// memoryLimit is what the server tries to stay below; records are on the disk, and pages are small.
const memoryLimit = 150 << 20

// Serve serves until the context ends. It says on out where.
func Serve(ctx context.Context, set *settings.Serve, out, errOut io.Writer) (err error) {
	debug.SetMemoryLimit(memoryLimit)
	races := Races{Command: set.Command, Dir: set.Dir, NoLock: set.NoLock, Workloads: set.Workloads, Modes: set.Modes}
	c := Config{Names: set.Names, Races: races, Log: errOut, TLS: set.TLS || set.Cert != ""}
	if c.Course, err = OpenCourse(set); err != nil {
		return err
	}
	l, err := net.Listen("tcp", set.Listen) // before a class is begun that then can't be served
	if err != nil {
		return fmt.Errorf("%w: choose another address with --listen", err)
	}
	defer l.Close()
	if set.Class != nil {
		var st store.Store
		if st, err = store.Open(ctx, set.Class.Store); err != nil {
			return fmt.Errorf("what the class hands in can't be kept: %w", err)
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		if c.Room, err = openRoom(ctx, st, set, c.Course.Lessons); err != nil {
			return err
		}
		c.Downloads = set.Class.Downloads
		if err := importInto(ctx, c.Room, set.Class.Import, errOut); err != nil {
			return err
		}
	}
	s, err := NewServer(c)
	if err != nil {
		return err
	}
	return s.serveOn(ctx, l, set, out, errOut)
}

// openRoom opens the class of a store.
func openRoom(ctx context.Context, st store.Store, serve *settings.Serve, all []*lesson.Lesson) (*room.Room, error) {
	set := serve.Class
	begin := room.Begin{New: set.New, Again: set.Again, Title: set.Title, Lesson: set.Lesson}
	if store.IsURL(set.Store) {
		begin.Scope = scope(serve.Listen)
	}
	return room.Open(ctx, st, all, begin)
}

// scope tells the classes of this machine and address from the others in a school's database.
func scope(listen string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	host, listen = host[:min(len(host), 60)], listen[:min(len(listen), 30)]
	return regexp.MustCompile(`[^A-Za-z0-9.:-]`).ReplaceAllString(host+"@"+listen, "_")
}

// serveOn serves until the context ends.
func (s *Server) serveOn(ctx context.Context, l net.Listener, set *settings.Serve, out, errOut io.Writer) (err error) {
	addresses := reachable(l.Addr().(*net.TCPAddr))
	scheme, srv := "http", s.HTTP()
	if s.secure {
		scheme = "https"
		cert, err := certificate(set, s.names, addresses)
		if err != nil {
			return fmt.Errorf("the certificate: %w", err)
		}
		srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
		if set.TLS {
			s.pin = "#" + gate.Fingerprint(cert.Certificate[0])
		}
		fmt.Fprintf(out, "certificate   SHA-256 %s\n", gate.Fingerprint(cert.Certificate[0]))
	}
	port := l.Addr().(*net.TCPAddr).Port
	s.SetAddress(fmt.Sprintf("%s://%s", scheme, net.JoinHostPort(addresses[0].String(), fmt.Sprint(port))))
	run, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan struct{})
	go func() { s.Run(run); close(ended) }()
	served := make(chan error, 1)
	go func() {
		if s.secure {
			served <- srv.ServeTLS(gate.Limited(l), "", "")
			return
		}
		served <- srv.Serve(gate.Limited(l))
	}()
	s.announce(out, set, addresses)
	if set.Open {
		gate.OpenBrowser(s.Address() + "/teacher/" + s.TeacherToken())
	}
	if set.Class != nil && set.Class.Rehearse > 0 {
		go s.rehearse(run, set.Class.Rehearse, errOut)
	}
	select {
	case err = <-served:
	case <-ctx.Done():
	}
	stop()
	s.live.stop()
	s.bench.stop()
	<-ended
	err = errors.Join(err, shutDown(srv))
	if !waitFor(&s.live.runs, raceTimeout) || !waitFor(&s.bench.runs, raceTimeout) {
		fmt.Fprintln(errOut, "corerace: what is measured doesn't end: it is left, and dies with this program")
	}
	return err
}

// shutDown lets what is being answered end, for a while.
func shutDown(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return srv.Close()
	}
	return nil
}

// certificate is the one that was given, or one that is made and kept beside the class.
func certificate(set *settings.Serve, names []string, addresses []net.IP) (tls.Certificate, error) {
	if set.Cert != "" {
		return tls.LoadX509KeyPair(set.Cert, set.Key)
	}
	path := filepath.Join(set.Dir, "corerace-class.pem")
	if set.Class != nil && !store.IsURL(set.Class.Store) {
		path = strings.TrimSuffix(set.Class.Store, filepath.Ext(set.Class.Store)) + ".pem"
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return tls.Certificate{}, err
	}
	return gate.Certificate(path, names, addresses)
}

// reachable are the addresses at which a listener is reached, those that others have before loopback.
func reachable(a *net.TCPAddr) (all []net.IP) {
	if !a.IP.IsUnspecified() {
		return []net.IP{a.IP}
	}
	list, err := net.InterfaceAddrs()
	if err != nil {
		return []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	for _, four := range []bool{true, false} {
		for _, x := range list {
			n, ok := x.(*net.IPNet)
			if ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() && (n.IP.To4() != nil) == four {
				all = append(all, n.IP)
			}
		}
	}
	return append(all, net.IPv4(127, 0, 0, 1))
}

// announce says where the pages are.
func (s *Server) announce(out io.Writer, set *settings.Serve, addresses []net.IP) {
	link := s.Address() + "/teacher/" + s.TeacherToken()
	if s.room == nil {
		fmt.Fprintf(out, "this machine, live   %s\n", link)
		fmt.Fprintln(out, "Ctrl-C ends it.")
		return
	}
	v := s.room.View()
	if v.Step.Phase == room.Ended {
		fmt.Fprintf(out, "the class of %s, which has ended: it takes nothing any more, and can be exported\n",
			s.room.Created.Local().Format("2 January 15:04"))
		fmt.Fprintf(out, "teacher   %s   (yours alone)\n", link)
		fmt.Fprintln(out, "Ctrl-C ends the server.")
		return
	}
	if v.Students > 0 {
		fmt.Fprintf(out, "goes on with the class of %s, %d students (--new begins another)\n",
			s.room.Created.Local().Format("2 January 15:04"), v.Students)
	}
	fmt.Fprintf(out, "join at   %s   code %s\n", s.Address(), room.SpelledCode(s.room.Code))
	fmt.Fprintf(out, "or        corerace join %s%s\n", s.JoinLink(), s.pin)
	fmt.Fprintf(out, "teacher   %s   (yours alone; with ?projector for the wall)\n", link)
	for _, a := range addresses[1:] {
		if !a.IsLoopback() {
			fmt.Fprintf(out, "also at   %s\n", net.JoinHostPort(a.String(), portOf(set.Listen)))
		}
	}
	if addresses[0].IsLoopback() {
		fmt.Fprintln(out, "Only this machine reaches it: for a class add --listen :8765.")
	} else if !s.secure {
		fmt.Fprintln(out, "It is plain HTTP: who listens on this network can read it. --tls encrypts it.")
	}
	fmt.Fprintf(out, "kept in   %s\n", shownStore(set.Class.Store))
	if isTerminal(out) {
		fmt.Fprintf(out, "\n%s\n", qrText(s.JoinLink()))
	}
	fmt.Fprintln(out, "Ctrl-C ends the server and not the class: the same command goes on with it.")
}

func portOf(listen string) string {
	_, port, _ := net.SplitHostPort(listen)
	return port
}

// shownStore is a store without the password that its URL may have.
func shownStore(where string) string {
	if !store.IsURL(where) {
		return where
	}
	u, err := url.Parse(where) // a password may also stand behind the ?
	if err != nil {
		return "PostgreSQL"
	}
	return "PostgreSQL at " + u.Host + u.Path
}

// isTerminal is whether something is read on a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// importInto hands in records that were collected by other means, as students of the names of their folders or files.
func importInto(ctx context.Context, r *room.Room, paths []string, errOut io.Writer) error {
	for _, path := range paths {
		var files []string
		err := filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".jsonl") {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("--import: %w", err)
		}
		for _, f := range files {
			if err := r.Import(ctx, path, f); err != nil {
				fmt.Fprintf(errOut, "corerace: %s is left out: %v\n", f, err)
			}
		}
	}
	return nil
}
