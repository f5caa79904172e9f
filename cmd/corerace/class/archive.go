package class

import (
	"net/http"

	"corerace/cmd/corerace/class/room"
)

// archive is one page for the archive of a course: every question with its histogram. It has its style in it, and no
// script.
func (s *Server) archive(w http.ResponseWriter, r *http.Request, _ who) {
	s.attach(w, "text/html; charset=utf-8", "archive.html")
	var parts []map[string]any
	for _, v := range s.room.Views() {
		parts = append(parts, map[string]any{"View": v, "Tally": tallyOf(v, room.Own{}), "Caption": caption})
	}
	text, err := render("archive", map[string]any{"Title": title(s.room.View()), "Parts": parts, "Created": s.room.Created,
		"Style": archiveStyle(), "Students": s.room.View().Students})
	if err != nil {
		s.log("archive: %v", err)
		return
	}
	w.Write(text)
}
