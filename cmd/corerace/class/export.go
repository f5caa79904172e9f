package class

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"corerace/cmd/corerace/class/room"
	"corerace/results"
)

// noDeadline is that of an answer which takes as long as it takes.
var noDeadline time.Time

// answersCSV is every answer that counts, a row each, with what the student's machine measured for it.
func (s *Server) answersCSV(w http.ResponseWriter, r *http.Request, _ who) {
	s.attach(w, "text/csv; charset=utf-8", "answers.csv")
	out := csv.NewWriter(w)
	out.Write([]string{"lesson", "question", "attempt", "student", "answer", "number", "unit", "measured", "measured_lo",
		"measured_hi", "outcome"})
	for _, sub := range s.room.Submissions() {
		for _, a := range joined(sub) {
			row := []string{a.Lesson, a.Question, strconv.Itoa(a.Attempt), cell(sub.Name), cell(a.Text), "", a.Unit, "", "", "", a.Outcome}
			if a.Number != nil {
				row[5] = strconv.FormatFloat(*a.Number, 'g', -1, 64)
			}
			if m := a.Measured; m != nil {
				row[7], row[8], row[9] = number(m.Value), number(m.Lo), number(m.Hi)
			}
			out.Write(row)
		}
	}
	out.Flush()
}

// cell is text that no spreadsheet takes for a formula.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// joined are the answers of a student, with what a record of theirs measured for each; and those that only a record has.
func joined(sub room.Submission) []results.Answer {
	type key struct {
		lesson, question string
		attempt          int
	}
	of := func(a results.Answer) key { return key{a.Lesson, a.Question, a.Attempt} }
	at := map[key]int{}
	var all []results.Answer
	for _, a := range sub.Answers {
		at[of(a)] = len(all)
		all = append(all, a)
	}
	for _, h := range sub.Records {
		for _, a := range h.Facts.Answers {
			i, ok := at[of(a)]
			switch {
			case !ok:
				at[of(a)] = len(all)
				all = append(all, a)
			case a.Measured != nil:
				all[i].Measured, all[i].Outcome = a.Measured, a.Outcome
				if a.Text != all[i].Text { // the outcome is that of another answer
					all[i].Outcome = ""
				}
			}
		}
	}
	return all
}

// recordsZIP is every record as a file, in a folder a student.
func (s *Server) recordsZIP(w http.ResponseWriter, r *http.Request, _ who) {
	s.attach(w, "application/zip", "records.zip")
	http.NewResponseController(w).SetWriteDeadline(noDeadline)
	out := zip.NewWriter(w)
	for n, sub := range s.room.Submissions() {
		for i, h := range sub.Records {
			body, err := s.room.Body(r.Context(), h.Seq)
			if err != nil {
				s.log("export: %v", err)
				return // a file that ends early is told from a whole one
			}
			f, err := out.Create(fmt.Sprintf("%s/run-%d.jsonl", folderOf(n, sub.Name), i+1))
			if err != nil {
				return
			}
			if _, err := f.Write(body); err != nil {
				return
			}
		}
	}
	if err := out.Close(); err != nil {
		s.log("export: %v", err)
	}
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

// attach has a browser save what follows as a file, named for the class.
func (s *Server) attach(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="class-%s-%s"`, s.room.ID, name))
}
