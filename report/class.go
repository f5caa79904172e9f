package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"corerace/report/figure"
	"corerace/report/legible"
	"corerace/report/page"
	"corerace/report/text"
	"corerace/results/class"
	"corerace/results/conditions"
)

// ClassOptions say how a class is shown.
type ClassOptions struct {
	// Topic is what is known of a question, nil where nothing is. It may itself be nil.
	Topic     func(lesson, question string) *class.Topic
	Projector bool
}

// topic is what is known of a question.
func (o ClassOptions) topic(q class.Question) *class.Topic {
	if o.Topic == nil {
		return nil
	}
	return o.Topic(q.Lesson, q.ID)
}

// mostQuestions is how many questions a page has: a lesson has some ten.
const mostQuestions = 200

// ClassPage writes a class as one page: predictions against measurements, everyone's speedups by machine, and who
// measured under which conditions.
func ClassPage(w io.Writer, name string, c *class.Class, o ClassOptions) error {
	l := page.Leaf{Projector: o.Projector, Machine: legible.Clean(name, legible.MaxText),
		Title: "A class of " + strconv.Itoa(len(c.Members))}
	l.Sentences = append(l.Sentences, classSentences(c)...)
	l.Reads = []page.Read{
		{Word: "predicted", Means: "What was answered before anything was measured."},
		{Word: "measured", Means: "The answer that somebody's own machine gave, where its interval lies in it alone."},
		{Word: "can't tell", Means: "Machines that were too noisy, or whose interval allows for two answers."},
		{Word: "speedup", Means: "How many times as fast as its own baseline a mode was, in one run of one person."},
		{Word: "conditions", Means: "What other programs took of the machine meanwhile. Under inconclusive and unknown " +
			"ones no speedup is claimed, and none is drawn."},
	}
	l.Closing = "What machines differ in is the machines'; what runs on one kind of machine differ in is mostly what " +
		"else they did at the time."
	for i, q := range c.Questions[:min(len(c.Questions), mostQuestions)] {
		l.Figures = append(l.Figures, figure.ClassAnswersFigure(fmt.Sprintf("answers-%d", i+1), q, o.topic(q)))
	}
	for i, workload := range c.Workloads() {
		if i == legible.MaxWorkloads {
			break
		}
		f, ok := figure.ClassSpeedupsFigure(fmt.Sprintf("speedups-%d", i+1), workload, c)
		if !ok {
			l.Missing = append(l.Missing, legible.CleanName(workload)+" has no picture: no run of it bears a claim.")
			continue
		}
		l.Figures = append(l.Figures, f)
	}
	l.Tables = []legible.Table{outcomesTable(c, o), membersTable(c)}
	for _, f := range c.Faults {
		l.Notes = append(l.Notes, fmt.Sprintf("Left out: a file of %s: %s.", legible.CleanName(f.Member),
			legible.Clean(f.Why, legible.MaxText)))
	}
	l.Notes = legible.Capped(l.Notes, "file")
	return page.WriteLeaf(w, l)
}

// A ClassFile is the CSV of a question, with its name.
type ClassFile struct {
	Name     string
	Question class.Question
}

// ClassFiles are the files that a class has, one a question, each with a name of its own.
func ClassFiles(c *class.Class) (files []ClassFile) {
	taken := map[string]bool{}
	for _, q := range c.Questions {
		name := "answers-" + fileWord(q.Lesson) + "-" + fileWord(q.ID)
		if q.Attempt > 0 {
			name += "-" + strconv.Itoa(q.Attempt+1)
		}
		for n := 2; taken[name]; n++ {
			name = strings.TrimSuffix(name, "~"+strconv.Itoa(n-1)) + "~" + strconv.Itoa(n)
		}
		taken[name] = true
		files = append(files, ClassFile{name + ".csv", q})
	}
	return files
}

// fileWord is a name of a record as a part of the name of a file: letters, digits and hyphens, and not many.
func fileWord(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, s)
	return s[:min(len(s), 40)]
}

// Write writes the answers as CSV.
func (f ClassFile) Write(w io.Writer) error { return text.ClassCSV(w, f.Question) }

// classSentences say what there is, and under which conditions it was measured.
func classSentences(c *class.Class) (all []string) {
	people := map[string]int{}
	measured := 0
	for _, m := range c.Members {
		if len(m.Runs) == 0 {
			continue
		}
		measured++
		people[worstOf(m)]++
	}
	answers := 0
	for _, q := range c.Questions {
		answers += len(q.Answers)
	}
	if answers > 0 {
		all = append(all, fmt.Sprintf("%s to %s, and measurements of %d of %d.", legible.Count(answers, "answer"),
			legible.Count(len(c.Questions), "question"), measured, len(c.Members)))
	}
	if measured == 0 {
		return append(all, "Nobody measured anything.")
	}
	noisy, bad := people[conditions.Noisy], people[conditions.Inconclusive]+people[conditions.Unknown]
	if noisy > 0 {
		all = append(all, fmt.Sprintf("%d of %d who measured did so on a noisy machine.", noisy, measured))
	}
	if bad > 0 {
		all = append(all, fmt.Sprintf("%d of %d did so on a machine that was too busy for a claim, or nobody knows how busy.",
			bad, measured))
	}
	if noisy+bad == 0 {
		all = append(all, "Everybody who measured did so on a quiet machine.")
	}
	return all
}

// worstOf are the worst conditions that a member measured under.
func worstOf(m *class.Member) string {
	order := []string{conditions.Quiet, conditions.Noisy, conditions.Unknown, conditions.Inconclusive}
	worst := 0
	for _, r := range m.Runs {
		for i, v := range order {
			if r.Conditions.Verdict == v {
				worst = max(worst, i)
			}
		}
	}
	return order[worst]
}

// outcomesTable is a row a question: how many were right, and how the others were off.
func outcomesTable(c *class.Class, o ClassOptions) legible.Table {
	t := legible.Table{Caption: "Predictions, by question", Left: 2,
		Header: []string{"lesson", "question", "answers", "right", "too high", "too low", "other", "can't tell",
			"not measured"}}
	for _, q := range c.Questions[:min(len(c.Questions), legible.MaxRows)] {
		counts := map[string]int{}
		for _, a := range q.Answers {
			counts[a.Outcome]++
		}
		topic := o.topic(q)
		lesson := legible.CleanName(q.Lesson)
		if topic != nil && topic.Lesson != "" {
			lesson = legible.CleanName(topic.Lesson)
		}
		row := []string{lesson, figure.QuestionTitle(q, topic), strconv.Itoa(len(q.Answers))}
		for _, outcome := range []string{"right", "high", "low", "other", "unclear", ""} {
			row = append(row, strconv.Itoa(counts[outcome]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// membersTable is a row a member: how many runs they measured, on which machine and under which conditions.
func membersTable(c *class.Class) legible.Table {
	t := legible.Table{Caption: "Who measured, and under which conditions", Left: 2,
		Header: []string{"who", "machine", "runs", "quiet", "noisy", "no claim", "others had at most"}}
	for _, m := range c.Members {
		if len(m.Runs) == 0 || len(t.Rows) == legible.MaxRows {
			continue
		}
		counts := map[string]int{}
		most, machines := -1.0, map[string]bool{}
		for _, r := range m.Runs {
			counts[r.Conditions.Verdict]++
			machines[figure.MachineName(r.Machine)] = true
			if r.Conditions.Contention != nil {
				most = max(most, *r.Conditions.Contention)
			}
		}
		machine := figure.MachineName(m.Runs[0].Machine)
		if more := len(machines) - 1; more > 0 {
			machine += ", and " + legible.Count(more, "other")
		}
		t.Rows = append(t.Rows, []string{legible.CleanName(m.Name), machine, strconv.Itoa(len(m.Runs)),
			strconv.Itoa(counts[conditions.Quiet]), strconv.Itoa(counts[conditions.Noisy]),
			strconv.Itoa(counts[conditions.Inconclusive] + counts[conditions.Unknown]), legible.Percent(most)})
	}
	return t
}
