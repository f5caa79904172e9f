package class

import (
	"context"
	"net/http"
	"strconv"

	"corerace/cmd/corerace/class/room"
)

// wallPage is the teacher's page, for the wall.
func (s *Server) wallPage(w http.ResponseWriter, r *http.Request, _ who) {
	view := s.room.View()
	s.page(w, r, http.StatusOK, "wall", map[string]any{"Title": title(view), "Stream": "/wall/events",
		"W": s.course.Words, "Live": s.fragment("wall-live", s.wallView(r.Context()))})
}

// showWall shows what has changed to all who look.
func (s *Server) showWall(ctx context.Context) {
	err := guard(func() error {
		s.wall.Send("wall", string(s.fragment("wall-live", s.wallView(ctx))))
		return nil
	})
	if err != nil { // what a stranger sent ends no server
		s.log("the wall: %v", err)
	}
}

// wallView is what the wall shows.
func (s *Server) wallView(ctx context.Context) map[string]any {
	view := s.room.View()
	data := map[string]any{"View": view, "Tally": tallyOf(view, nil), "W": s.course.Words, "Title": title(view),
		"Address": s.Address(), "QR": s.qr(), "Lessons": s.room.Lessons(), "Done": done(view), "Curves": s.digest.Curves(),
		"Asking": view.Step.Phase == room.Asking, "Paused": view.Step.Phase == room.Paused,
		"Revealed": view.Step.Phase == room.Revealed, "Ended": view.Step.Phase == room.Ended}
	if view.Lesson != nil {
		n := len(view.Lesson.Questions())
		data["Questions"], data["Last"] = n, view.Number >= n
		before, _, after := view.Lesson.Around(view.Question)
		data["Before"] = before
		if view.Step.Phase == room.Revealed {
			data["After"], data["Explanations"], data["Sources"] = after, s.explanations(ctx, view, nil), s.sources(view)
		}
	}
	return data
}

// sources are what the teacher can have a question explained by: nothing where nothing is measured.
func (s *Server) sources(v room.View) []room.Source {
	if v.Question == nil || v.Question.Quantity == "" {
		return nil
	}
	words := s.course.Words
	all := []room.Source{{By: "", Name: words.Say("web.by-is-room")}, {By: room.ByHere, Name: words.Say("web.by-is-here")},
		{By: room.ByRecording, Name: words.Say("web.by-is-recording")}}
	return append(all, v.Sources[:min(len(v.Sources), mostShown)]...)
}

// mostShown is how many people the wall names; the others are counted.
const mostShown = 120

// A roll says who is there and how far.
type roll struct {
	People []room.Person
	More   int
}

func done(v room.View) roll {
	n := min(len(v.People), mostShown)
	return roll{v.People[:n], len(v.People) - n}
}

// takeStep does what the teacher pressed.
func (s *Server) takeStep(w http.ResponseWriter, r *http.Request, _ who) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		s.say(w, r, http.StatusBadRequest, "The page is too old: load it again.")
		return
	}
	if err := s.room.Step(r.Context(), n, room.Action(r.FormValue("do")), r.FormValue("what")); err != nil {
		s.refused(w, r, err)
		return
	}
	if wantsJSON(r) {
		writeJSON(w, http.StatusOK, said{OK: true})
		return
	}
	http.Redirect(w, r, "/wall", http.StatusSeeOther)
}

// wallEvents shows the wall to one more, who begins with how it is now.
func (s *Server) wallEvents(w http.ResponseWriter, r *http.Request, v who) {
	s.showWall(r.Context())
	s.stream(w, r, v, s.wall)
}
