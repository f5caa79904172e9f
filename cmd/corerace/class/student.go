package class

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
)

// home is what a student's browser shows: the class, or the door to it.
func (s *Server) home(w http.ResponseWriter, r *http.Request, v who) {
	if v.student == "" && v.once != "" { // the class has ended
		s.page(w, r, http.StatusOK, "student", map[string]any{"Title": s.room.Title, "Own": room.Own{}, "Ended": true,
			"Downloads": false, "W": s.course.Words})
		return
	}
	if v.student == "" {
		s.door(w, r, "", "")
		return
	}
	s.page(w, r, http.StatusOK, "student", s.studentView(r.Context(), v))
}

// joinPage is the door with the code filled in, as the QR code has it.
func (s *Server) joinPage(w http.ResponseWriter, r *http.Request, v who) {
	if v.student != "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.door(w, r, r.PathValue("code"), "")
}

func (s *Server) door(w http.ResponseWriter, r *http.Request, code, wrong string) {
	status := http.StatusOK
	if wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	s.page(w, r, status, "join", map[string]any{"Code": code, "Wrong": wrong, "Key": gate.NewToken(),
		"Name": r.FormValue("name"), "Title": s.room.Title, "Downloads": s.files != nil,
		"W": s.course.Words})
}

// join takes a student in.
func (s *Server) join(w http.ResponseWriter, r *http.Request, _ who) {
	from := "joins from " + gate.AddressOf(r.RemoteAddr)
	if !s.limits.left(from, joinRate, joinBurst) {
		w.Header().Set("Retry-After", "1")
		s.say(w, r, http.StatusTooManyRequests, "Many join at the moment: try it again in a few seconds.")
		return
	}
	j, err := s.room.Join(r.Context(), r.FormValue("code"), r.FormValue("key"), r.FormValue("name"))
	if j.New {
		s.limits.take(from, joinRate, joinBurst)
	}
	if wantsJSON(r) {
		if err != nil {
			s.refused(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, j)
		return
	}
	if why, ok := refusalOf(err); ok && why.Kind == room.Wrong {
		s.door(w, r, r.FormValue("code"), sentence(why.Text))
		return
	}
	if err != nil {
		s.refused(w, r, err)
		return
	}
	s.setCookie(w, studentCookie, j.Token)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// answer keeps an answer, and says so once it is on the disk.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, v who) {
	attempt, _ := strconv.Atoi(r.FormValue("attempt"))
	err := s.room.Answer(r.Context(), v.once, r.FormValue("key"), r.FormValue("lesson"), r.FormValue("question"),
		attempt, r.FormValue("answer"))
	switch {
	case wantsJSON(r) && err == nil:
		writeJSON(w, http.StatusOK, said{OK: true})
	case err == nil:
		http.Redirect(w, r, "/", http.StatusSeeOther)
	default:
		s.refused(w, r, err)
	}
}

// record keeps a record, and says so once it is on the disk. Its key is in the address.
func (s *Server) record(w http.ResponseWriter, r *http.Request, v who) {
	most := int64(room.DefaultLimits.Record)
	if r.ContentLength < 0 || r.ContentLength > most {
		s.say(w, r, http.StatusRequestEntityTooLarge,
			fmt.Sprintf("A record with its length, up to %d bytes, is expected.", most))
		return
	}
	done := s.limits.hand("student " + v.once)
	if done == nil {
		w.Header().Set("Retry-After", "1")
		s.say(w, r, http.StatusTooManyRequests, "One record at a time.")
		return
	}
	defer done()
	free := s.memory.take(r.Context(), r.ContentLength)
	if free == nil {
		w.Header().Set("Retry-After", "1")
		s.say(w, r, http.StatusServiceUnavailable, "Many hand in at the moment: send it again.")
		return
	}
	defer free()
	body := make([]byte, r.ContentLength)
	if err := readBody(http.NewResponseController(w), r.Body, body, bodyPatience); err != nil {
		s.say(w, r, http.StatusRequestTimeout, "The record didn't come as a whole.")
		return
	}
	if err := s.keep(r, v, body); err != nil {
		s.refused(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, said{OK: true})
}

// Who sends a record has so long for each piece of it: a slow network is waited for, and who sends nothing isn't.
const (
	bodyPiece    = 64 << 10
	bodyPatience = 5 * time.Second
)

// readBody fills a buffer from what somebody sends.
func readBody(c *http.ResponseController, from io.Reader, body []byte, patience time.Duration) error {
	for len(body) > 0 {
		c.SetReadDeadline(time.Now().Add(patience))
		n, err := io.ReadFull(from, body[:min(len(body), bodyPiece)])
		if err != nil {
			return err
		}
		body = body[n:]
	}
	c.SetReadDeadline(time.Time{}) // to keep it takes as long as it takes
	c.SetWriteDeadline(time.Now().Add(bodyTimeout))
	return nil
}

// keep has a record read as any foreign file, one at a time, and kept.
func (s *Server) keep(r *http.Request, v who, body []byte) error {
	return s.room.Record(r.Context(), v.once, r.URL.Query().Get("key"), body)
}

// studentEvents tells a student's page when the class has gone on.
func (s *Server) studentEvents(w http.ResponseWriter, r *http.Request, v who) {
	s.stream(w, r, v, s.steps)
}

// stream serves a feed to somebody who hasn't too many already.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, v who, f *gate.Feed) {
	if !sameSite(r) {
		s.say(w, r, http.StatusForbidden, "This was asked for by another site, and isn't shown.")
		return
	}
	name, _, _ := v.name(r)
	most := tokenStreams
	if v.teacher {
		most = wallStreams
	}
	done := s.limits.stream(name, most)
	if done == nil {
		s.say(w, r, http.StatusTooManyRequests, "This page is open too often: close some of its tabs.")
		return
	}
	defer done()
	f.ServeHTTP(w, r)
}

// A meAnswer is what a student's program is told.
type meAnswer struct {
	Name    string `json:"name"`
	Lesson  string `json:"lesson"`
	Phase   string `json:"phase"`
	Records int    `json:"records"`
}

func (s *Server) me(w http.ResponseWriter, r *http.Request, v who) {
	own, now := s.room.Own(v.student), s.room.Now()
	writeJSON(w, http.StatusOK, meAnswer{own.Name, now.Lesson, string(now.Phase), own.Records})
}
