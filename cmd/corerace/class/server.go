package class

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
)

// A Server serves the live page, and a class where there is one.
type Server struct {
	room    *room.Room // nil without a class
	token   string     // of who started it, where there is no class
	names   []string   // that this machine may be called
	files   *downloads // nil where none are offered
	live    *live
	course  Course
	english *lesson.Words // of pages that have no other
	here    *shownHere
	facts   *factBook
	bench   *bench
	digest  *digest // nil without a class
	secure  bool    // by TLS
	pin     string  // that a link has behind it, for a certificate of our own: # and its fingerprint

	limits *limits
	memory roomFor
	wall   *gate.Feed
	steps  *gate.Feed
	logTo  io.Writer

	passing sync.Mutex // while a lesson's folder is read and changed

	mu      sync.Mutex
	address string // that students type: scheme, host and port
}

// A Config is what a server is made of.
type Config struct {
	Room      *room.Room // nil without a class
	Names     []string
	Downloads string // a folder, "" for none
	Races     Races
	Course    Course
	TLS       bool
	Log       io.Writer
}

// NewServer returns a server that isn't listening yet.
func NewServer(c Config) (*Server, error) {
	s := &Server{room: c.Room, names: ownNames(c.Names), secure: c.TLS, limits: newLimits(),
		memory: newRoomFor(recordsInMemory), wall: gate.NewFeed(), steps: gate.NewFeed(), logTo: c.Log}
	var err error
	if s.english, err = lesson.ReadWords(lessons.Files, "en"); err != nil {
		return nil, err
	}
	now := &turn{}
	s.live, s.course = newLive(c.Races, now), c.Course
	s.here = &shownHere{course: c.Course}
	s.facts, s.bench = &factBook{races: c.Races, course: c.Course}, &bench{races: c.Races, course: c.Course, turn: now}
	if c.Room == nil {
		s.token = gate.NewToken()
	} else {
		s.digest = &digest{room: c.Room, seen: map[int64]bool{}}
	}
	if c.Downloads != "" {
		if s.files, err = newDownloads(c.Downloads); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Server) isTeacher(token string) bool {
	if s.room != nil {
		return s.room.Teacher(token)
	}
	return gate.Equal(token, s.token)
}

// TeacherToken opens the pages of who started the server.
func (s *Server) TeacherToken() string {
	if s.room != nil {
		return s.room.TeacherToken()
	}
	return s.token
}

// routes is every address.
func (s *Server) routes() []route {
	all := []route{
		{"GET /static/{file}", anyone, s.static},
		{"GET /teacher/{token}", anyone, s.enter},
		{"GET /live", teachers, s.livePage},
		{"GET /live/events", teachers, s.liveEvents},
		{"POST /live/race", teachers, s.startRace},
		{"POST /live/stop", teachers, s.stopRace},
		{"GET /live/report", teachers, s.raceReport},
		{"GET /lessons", teachers, s.lessonsPage},
		{"POST /lessons", teachers, s.beginLesson},
		{"GET /lesson/{folder}", teachers, s.lessonPage},
		{"POST /lesson/{folder}/answer", teachers, s.answerLesson},
		{"POST /lesson/{folder}/on", teachers, s.goOn},
		{"POST /lesson/{folder}/measure", teachers, s.measureLesson},
		{"POST /lesson/{folder}/stop", teachers, s.stopLesson},
		{"GET /lesson/{folder}/events", teachers, s.lessonEvents},
		{"GET /lesson/{folder}/report", teachers, s.lessonReport},
	}
	if s.room == nil {
		return append(all, route{"GET /{$}", teachers, s.livePage})
	}
	all = append(all,
		route{"GET /{$}", anyone, s.home},
		route{"GET /j/{code}", anyone, s.joinPage},
		route{"POST /join", anyone, s.join},
		route{"POST /answer", senders, s.answer},
		route{"POST /record", senders, s.record},
		route{"GET /events", students, s.studentEvents},
		route{"GET /me", students, s.me},
		route{"GET /wall", teachers, s.wallPage},
		route{"GET /wall/events", teachers, s.wallEvents},
		route{"POST /wall/step", teachers, s.takeStep},
		route{"GET /wall/answers.zip", teachers, s.answersZIP},
		route{"GET /wall/records.zip", teachers, s.recordsZIP},
		route{"GET /wall/archive.html", teachers, s.archive},
	)
	if s.files != nil {
		all = append(all, route{"GET /downloads", anyone, s.downloadsPage},
			route{"GET /downloads/{file}", anyone, s.download})
	}
	return all
}

// Server timeouts: who is slow is let go before others notice.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 30 * time.Second
	idleTimeout   = 75 * time.Second
	headerBytes   = 16 << 10
	endTimeout    = 500 * time.Millisecond
	behindTimeout = 3 * time.Second // for a record that is being summed up
	raceTimeout   = 5 * time.Second // for a race that was told to end, and writes its report
)

// HTTP is the server of net/http that serves it.
func (s *Server) HTTP() *http.Server {
	return &http.Server{Handler: s.handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout,
		WriteTimeout: bodyTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes, ErrorLog: gate.QuietLog()}
}

// Run shows what changes to those who look, until the context ends.
func (s *Server) Run(ctx context.Context) {
	var behind sync.WaitGroup
	defer waitFor(&behind, behindTimeout)
	behind.Go(func() { s.live.run(ctx) })
	defer func() { s.wall.End(); s.steps.End(); s.live.feed.End(); s.bench.end() }()
	if s.room == nil {
		<-ctx.Done()
		return
	}
	drawn := make(chan struct{}, 1)
	behind.Go(func() {
		s.digest.run(ctx, s.log, func() {
			select {
			case drawn <- struct{}{}:
			default:
			}
		})
	})
	behind.Go(func() { s.watchStore(ctx, healthEvery) })
	shown := -1
	for {
		changed := s.room.Changed()
		if step := s.room.Now(); step.N != shown {
			shown = step.N
			s.steps.Send("step", fmt.Sprint(step.N))
			if step.Phase == room.Ended { // nobody's token opens a stream from now on
				s.steps.End()
			}
		}
		if s.wall.Viewers() > 0 {
			s.showWall(ctx)
		}
		if !pause(ctx, between) {
			return
		}
		select {
		case <-changed:
		case <-drawn:
		case <-ctx.Done():
			return
		}
	}
}

// healthEvery is how often it is looked whether the store is sound.
const healthEvery = 30 * time.Second

// watchStore says what is wrong with the store, each thing once.
func (s *Server) watchStore(ctx context.Context, every time.Duration) {
	told := ""
	for pause(ctx, every) {
		text := ""
		if err := s.room.Health(); err != nil {
			text = err.Error()
		}
		if text != told && text != "" {
			s.log("corerace: %s", text)
		}
		told = text
	}
}

// waitFor waits for what others do, and reports whether they ended in time.
func waitFor(others *sync.WaitGroup, atMost time.Duration) bool {
	ended := make(chan struct{})
	go func() { others.Wait(); close(ended) }()
	select {
	case <-ended:
		return true
	case <-time.After(atMost):
		return false
	}
}

// between is the least time between two pictures of the wall.
const between = 300 * time.Millisecond

// pause waits, and reports whether the context goes on.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// wantsJSON is whether a program asks, and not a browser's page.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// A said is what a program is answered.
type said struct {
	OK   bool   `json:"ok"`
	Text string `json:"text,omitempty"`
}

// say answers with a sentence.
func (s *Server) say(w http.ResponseWriter, r *http.Request, status int, text string) {
	if wantsJSON(r) || strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		writeJSON(w, status, said{status < 300, text})
		return
	}
	s.page(w, r, status, "say", map[string]any{"Text": text})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

// log writes a line for who started the server.
func (s *Server) log(format string, args ...any) {
	if s.logTo != nil {
		fmt.Fprintf(s.logTo, format+"\n", args...)
	}
}

// enter gives the teacher's browser its cookie.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, _ who) {
	token := r.PathValue("token")
	if !s.isTeacher(token) {
		s.say(w, r, http.StatusForbidden, "This link isn't, or is no longer, the teacher's.")
		return
	}
	s.setCookie(w, teacherCookie, token)
	to := "/live"
	if s.room != nil {
		to = "/wall"
	}
	if r.URL.Query().Has("projector") {
		to += "?projector"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// setCookie gives a browser a token, for a day.
func (s *Server) setCookie(w http.ResponseWriter, name, token string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: token, Path: "/", MaxAge: 24 * 60 * 60, HttpOnly: true,
		Secure: s.secure, SameSite: http.SameSiteLaxMode})
}
