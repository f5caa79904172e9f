package room

import "corerace/results"

// Facts are what is kept in memory of a record.
type Facts struct {
	CPU     string           `json:"cpu,omitempty"`
	Cores   int              `json:"cores,omitempty"`
	Rounds  int              `json:"rounds,omitempty"`
	Answers []results.Answer `json:"answers,omitempty"`
}

// maxAnswers is how many answers of a record are looked at.
const maxAnswers = 100

func factsOf(rec *results.Record) Facts {
	f := Facts{Rounds: len(rec.Rounds), Answers: results.Answers(rec.Answers)}
	f.Answers = f.Answers[:min(len(f.Answers), maxAnswers)]
	if len(rec.Run.Hosts) > 0 {
		f.CPU, f.Cores = rec.Run.Hosts[0].CPUModel, rec.Run.Hosts[0].CoresLogical
	}
	return f
}
