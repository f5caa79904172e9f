package results

import (
	"math"
	"time"
)

// Imported says where a record comes from that another tool measured. Such a record has no rounds: the Round of a
// sample is its place among those of its cell, and two cells that have one in common weren't measured together.
type Imported struct {
	Tool    string `json:"tool"`              // "hyperfine"
	Version string `json:"version,omitempty"` // "" where the file doesn't tell
	// Unpaired is whether samples of one Round were not measured together, so that no estimate may be paired in it.
	Unpaired bool `json:"unpaired,omitempty"`
}

// Unpaired is whether the samples of a record's rounds weren't measured together.
func (r Run) Unpaired() bool { return r.Imported != nil && r.Imported.Unpaired }

// A Mean says that a sample's Wall is a mean of measurements that its record hasn't got.
type Mean struct {
	N     int64         `json:"n"`                  // measurements that it is of; 0: unknown
	Error time.Duration `json:"error_ns,omitempty"` // standard error of the mean; 0: unknown
}

// LogWalls are the logarithms of the times that samples took for an item, in seconds. An item is one where none counts.
func LogWalls(samples []*Sample) []float64 {
	logs := make([]float64, 0, len(samples))
	for _, s := range samples {
		if s.Wall > 0 {
			logs = append(logs, math.Log(s.Wall.Seconds()/float64(max(s.Items, 1))))
		}
	}
	return logs
}

func (i *Imported) check(c *checker) {
	if i == nil {
		return
	}
	c.needed("imported: tool", i.Tool)
	c.name("imported: version", i.Version, maxName)
}

func (m *Mean) check(c *checker) {
	if m == nil {
		return
	}
	c.count("of: n", m.N)
	c.duration("of: error_ns", m.Error)
}
