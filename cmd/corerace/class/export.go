package class

import (
	"archive/zip"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"corerace/report"
	"corerace/results/class"
)

// A patient writer gives who reads some time for each piece, however long all of it takes.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

// Write implements io.Writer.
func (p patient) Write(b []byte) (int, error) {
	p.control.SetWriteDeadline(time.Now().Add(bodyTimeout))
	return p.ResponseWriter.Write(b)
}

func patiently(w http.ResponseWriter) patient { return patient{w, http.NewResponseController(w)} }

// answersZIP is a CSV for every question that was answered.
func (s *Server) answersZIP(w http.ResponseWriter, r *http.Request, _ who) {
	out := s.zipped(w, "answers.zip")
	for _, f := range report.ClassFiles(s.digest.class()) {
		in, err := out.Create(f.Name)
		if err == nil {
			err = f.Write(in)
		}
		if err != nil {
			return
		}
	}
	out.Close()
}

// recordsZIP is every record as a file, in a folder a student: what corerace report --class reads.
func (s *Server) recordsZIP(w http.ResponseWriter, r *http.Request, _ who) {
	out := s.zipped(w, "records.zip")
	for n, sub := range s.room.Submissions() {
		for i, h := range sub.Records {
			body, err := s.room.Body(r.Context(), h.Seq)
			if err != nil {
				s.log("export: %v", err)
				return // a file that ends early is told from a whole one
			}
			in, err := out.Create(fmt.Sprintf("%s/run-%d.jsonl", folderOf(n, sub.Name), i+1))
			if err == nil {
				_, err = in.Write(body)
			}
			if err != nil {
				return
			}
		}
	}
	out.Close()
}

// folderOf is a folder for a student: a name of their own may have any letter.
func folderOf(n int, name string) string {
	safe := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, name)
	return fmt.Sprintf("%03d-%s", n+1, safe)
}

// archive is one page for the archive of a course.
func (s *Server) archive(w http.ResponseWriter, r *http.Request, _ who) {
	s.attach(w, "text/html; charset=utf-8", "archive.html")
	v := s.room.View()
	o := report.ClassOptions{Topic: s.topic}
	if err := report.ClassPage(w, title(v)+", "+s.room.Created.Format("2 January 2006"), s.digest.class(), o); err != nil {
		s.log("archive: %v", err)
	}
}

// topic is what the lessons of this class say of a question.
func (s *Server) topic(lessonID, question string) *class.Topic {
	if l := s.room.Lesson(lessonID); l != nil {
		for _, q := range l.Questions() {
			if q.ID == question {
				return topicOf(l, q)
			}
		}
	}
	return nil
}

// zipped begins an archive of files.
func (s *Server) zipped(w http.ResponseWriter, name string) *zip.Writer {
	s.attach(w, "application/zip", name)
	return zip.NewWriter(patiently(w))
}

// attach has a browser save what follows as a file, named for the class.
func (s *Server) attach(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="class-%s-%s"`, path.Base(s.room.ID), name))
}
