package class

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
)

// Cookies that browsers have a token in. A teacher may be a student of the same class, in the same browser.
const (
	teacherCookie = "corerace-teacher"
	studentCookie = "corerace-student"
)

// policy lets a page do nothing but show itself: no script or style that isn't a file of ours, nothing from elsewhere,
// in nobody's frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"

// who is who asks, by their tokens.
type who struct {
	teacher bool
	student string // an id, "" for nobody
	once    string // as student, also after the class has ended
}

// whoIs reads the tokens of a request.
func (s *Server) whoIs(r *http.Request) (v who) {
	var tokens []string
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		tokens = append(tokens, bearer)
	}
	for _, name := range []string{teacherCookie, studentCookie} {
		if c, err := r.Cookie(name); err == nil {
			tokens = append(tokens, c.Value)
		}
	}
	for _, t := range tokens {
		if len(t) > 200 {
			continue
		}
		v.teacher = v.teacher || s.isTeacher(t)
		if v.student == "" && s.room != nil {
			v.student = s.room.Student(t)
		}
		if v.once == "" && s.room != nil {
			v.once = s.room.Once(t)
		}
	}
	return v
}

// name is what limits know somebody by.
func (v who) name(r *http.Request) (name string, rate, burst float64) {
	switch {
	case v.teacher:
		return "teacher", addressRate, addressBurst
	case v.once != "":
		return "student " + v.once, tokenRate, tokenBurst
	}
	return "address " + gate.AddressOf(r.RemoteAddr), addressRate, addressBurst
}

// hostAllowed reports whether a request names this machine as it may be: by an address, or by one of its names. Any
// other name is that of a site which has it point here, and whose script would then be at home.
func (s *Server) hostAllowed(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if _, err := netip.ParseAddr(host); err == nil || host == "localhost" {
		return true // nobody can have an address point elsewhere
	}
	return slices.Contains(s.names, host)
}

// ownNames are the names of this machine, and those that were given.
func ownNames(given []string) (names []string) {
	for _, name := range given {
		names = append(names, strings.ToLower(name))
	}
	if name, err := os.Hostname(); err == nil {
		name = strings.ToLower(name)
		names = append(names, name, strings.SplitN(name, ".", 2)[0]+".local")
	}
	return names
}

// guarded is what stands before all handlers.
func (s *Server) guarded(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.say(w, r, http.StatusForbidden, "This was sent from another site, and isn't taken.")
	}))
	inner := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !s.hostAllowed(r.Host) {
			const unknown = "This machine isn't known by that name: ask by its address, or see --name."
			http.Error(w, unknown, http.StatusMisdirectedRequest)
			return
		}
		if name, rate, burst := s.whoIs(r).name(r); !s.limits.allow(w, r, name, rate, burst) {
			http.Error(w, "Too many requests: wait a second.", http.StatusTooManyRequests)
			return
		}
		if r.URL.Path != "/record" { // whose handler bounds it
			r.Body = http.MaxBytesReader(w, r.Body, formBytes)
		}
		inner.ServeHTTP(w, r)
	})
}

// sameSite reports whether a page of ours asks for something, or no page. (Requests that change nothing, as those for a
// stream, pass what stands before all handlers.)
func sameSite(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

// formBytes is how long what a form sends may be. A record may be longer, which its handler says.
const formBytes = 16 << 10

// An access is who may ask for an address.
type access int

const (
	anyone access = iota
	students
	senders // students, also of a class that has ended: they send again what is kept
	teachers
)

// A route is one address.
type route struct {
	pattern string // as http.ServeMux reads it
	access  access
	handle  func(w http.ResponseWriter, r *http.Request, v who)
}

// handler is all routes behind their guards.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, x := range s.routes() {
		mux.HandleFunc(x.pattern, func(w http.ResponseWriter, r *http.Request) {
			v := s.whoIs(r)
			switch {
			case x.access == teachers && !v.teacher:
				s.say(w, r, http.StatusForbidden, "This page is the teacher's: the link to it is in the terminal that serves it.")
			case x.access == students && v.student == "", x.access == senders && v.once == "":
				s.say(w, r, http.StatusUnauthorized, "You aren't in this class: join it by its code.")
			default:
				x.handle(w, r, v)
			}
		})
	}
	return s.guarded(mux)
}

// refused answers with why something wasn't taken. What failed here is worth to be sent again.
func (s *Server) refused(w http.ResponseWriter, r *http.Request, err error) {
	why, ok := refusalOf(err)
	if !ok {
		s.log("%s %s: %v", r.Method, r.URL.Path, err)
		w.Header().Set("Retry-After", "1")
		s.say(w, r, http.StatusServiceUnavailable, "This can't be kept at the moment: send it again.")
		return
	}
	status := map[room.Kind]int{room.Wrong: http.StatusUnprocessableEntity, room.Late: http.StatusGone,
		room.Full: http.StatusInsufficientStorage, room.Other: http.StatusConflict}[why.Kind]
	s.say(w, r, status, sentence(why.Text))
}

// refusalOf is the refusal that an error is, if it is one.
func refusalOf(err error) (*room.Refusal, bool) { return errors.AsType[*room.Refusal](err) }

// sentence is a fact as a sentence.
func sentence(fact string) string { return strings.ToUpper(fact[:1]) + fact[1:] + "." }
