package scaling

import (
	"strings"
	"testing"
)

func TestTablesOfSpreadsheetsAreRead(t *testing.T) {
	for name, table := range map[string]string{
		"capitals":         "Workers,Throughput\n1,10.5\n2,20\n",
		"semicolons":       "workers;throughput\n1;10.5\n2;20\n",
		"decimal commas":   "Workers;Throughput\r\n1;10,5\r\n2;20,0\r\n",
		"tabs":             "workers\tthroughput\n1\t10,5\n2\t20\n",
		"quoted, a comma":  "workers,throughput\n1,\"10,5\"\n2,20\n",
		"byte order mark":  "\ufeffWORKERS;THROUGHPUT\n1;10.5\n2;20\n",
		"among other ones": "host;workers;throughput\na,b;1;10,5\nc;2;20\n",
	} {
		s, err := ReadCSV(strings.NewReader(table))
		if err != nil || len(s.Points) != 2 || s.Points[0].Throughput != 10.5 || s.Points[1].Throughput != 20 {
			t.Errorf("%s: %+v, %v", name, s.Points, err)
		}
	}
	for table, cause := range map[string]string{
		"workers,throughput\n1,10,5\n":        "decimal comma",
		"workers;throughput\n1;1.000,5\n":     "separators of thousands",
		"workers;throughput\n1;1,000,000\n":   "separators of thousands",
		"workers|throughput\n1|2\n":           `no "workers"`,
		"workers,throughput,Workers\n1,2,3\n": "got two",
	} {
		if _, err := ReadCSV(strings.NewReader(table)); err == nil || !strings.Contains(err.Error(), cause) {
			t.Errorf("%q: %v", table, err)
		}
	}
}
