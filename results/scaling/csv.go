package scaling

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Bounds of what a table may hold.
const (
	// maxWorkers is the largest number of workers that a point may have.
	maxWorkers    = 1_000_000
	maxRows       = 1024
	maxTable      = 1 << 20 // bytes
	minThroughput = 1e-100
	maxThroughput = 1e100
)

// ReadCSV reads a series from a table with a header line and the columns "workers" and "throughput", in any case and
// order, and among others, which are ignored. Workers are whole numbers from 1 to maxWorkers, throughputs are positive
// and in any unit. Rows needn't be sorted, and a number of workers may come more than once. Fields are parted by
// commas, semicolons or tabs, whichever the header has; a number may have a decimal comma where commas don't part
// fields.
//
// A table has at most 1 MiB and 1024 rows. An error names the line and says what was expected there.
//
// Where the table has rows with one worker, Speedup and Efficiency of the points are against their mean, without
// intervals: a table doesn't say how its rows belong together.
func ReadCSV(r io.Reader) (Series, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return Series{}, fmt.Errorf("read table: %w", err)
	}
	if len(data) > maxTable {
		return Series{}, fmt.Errorf("the table is longer than %d bytes", maxTable)
	}
	// A spreadsheet may have put a byte order mark there.
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	c := csv.NewReader(bytes.NewReader(data))
	c.Comma = separator(data)
	c.FieldsPerRecord = -1
	c.TrimLeadingSpace = true
	c.ReuseRecord = true
	t, err := readHeader(c)
	if err != nil {
		return Series{}, err
	}
	t.commas = c.Comma == ','
	s := Series{LeftOut: []string{}}
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Series{}, syntax(err)
		}
		line, _ := c.FieldPos(0)
		if len(s.Points) == maxRows {
			return Series{}, fmt.Errorf("line %d: the table has more than %d rows", line, maxRows)
		}
		p, err := t.point(row)
		if err != nil {
			return Series{}, fmt.Errorf("line %d: %w", line, err)
		}
		s.Points = append(s.Points, p)
	}
	if len(s.Points) == 0 {
		return Series{}, errors.New("the table has no rows after its header")
	}
	slices.SortStableFunc(s.Points, func(a, b Point) int { return a.Workers - b.Workers })
	s.compare()
	return s, nil
}

// syntax puts an error of the csv package into a line and what was expected there.
func syntax(err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Errorf("line %d: not a row of comma-separated values: %w", p.Line, p.Err)
	}
	return fmt.Errorf("read table: %w", err)
}

// columns are the places of the two columns.
type columns struct {
	workers, throughput, all int
	commas                   bool // they part the fields
}

func readHeader(c *csv.Reader) (columns, error) {
	names, err := c.Read()
	if err == io.EOF {
		return columns{}, errors.New(
			`line 1: expected a header with the columns "workers" and "throughput", got nothing`)
	}
	if err != nil {
		return columns{}, syntax(err)
	}
	line, _ := c.FieldPos(0)
	find := func(name string) (int, error) {
		at := -1
		for i, n := range names {
			if !strings.EqualFold(strings.TrimSpace(n), name) {
				continue
			}
			if at >= 0 {
				return 0, fmt.Errorf("line %d: expected one column %q, got two", line, name)
			}
			at = i
		}
		if at < 0 {
			return 0, fmt.Errorf(`line %d: expected a header with the columns "workers" and "throughput", got no %q`,
				line, name)
		}
		return at, nil
	}
	var t columns
	if t.workers, err = find("workers"); err != nil {
		return columns{}, err
	}
	t.all = len(names)
	t.throughput, err = find("throughput")
	return t, err
}

// separator is what parts the fields of a table: the one of its header line.
func separator(data []byte) rune {
	header, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte("\n"))
	if !bytes.ContainsRune(header, ',') {
		for _, r := range ";\t" {
			if bytes.ContainsRune(header, r) {
				return r
			}
		}
	}
	return ','
}

// point reads one row.
func (t columns) point(row []string) (Point, error) {
	if t.commas && t.all == 2 && len(row) == 3 {
		return Point{}, errors.New("expected 2 fields, got 3: a decimal comma needs " +
			"fields that are parted by semicolons")
	}
	if n := max(t.workers, t.throughput) + 1; len(row) < n {
		return Point{}, fmt.Errorf("expected at least %s, got %d", plural(n, "field"), len(row))
	}
	workers := strings.TrimSpace(row[t.workers])
	n, err := strconv.Atoi(workers)
	if err != nil || n < 1 || n > maxWorkers {
		return Point{}, fmt.Errorf("expected workers from 1 to %d, got %q", maxWorkers, shorten(workers))
	}
	throughput := strings.TrimSpace(row[t.throughput])
	if strings.Count(throughput, ",") > 1 || strings.ContainsRune(throughput, ',') &&
		strings.ContainsRune(throughput, '.') {
		return Point{}, fmt.Errorf("expected a throughput without separators of thousands, got %q", shorten(throughput))
	}
	x, err := strconv.ParseFloat(strings.Replace(throughput, ",", ".", 1), 64)
	if err != nil || !(x >= minThroughput && x <= maxThroughput) {
		return Point{}, fmt.Errorf("expected a positive throughput, from %g to %g, got %q",
			minThroughput, maxThroughput, shorten(throughput))
	}
	return Point{Workers: n, Throughput: x}, nil
}

// shorten keeps a quoted field from filling an error.
func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// compare sets speedups and efficiencies where the series has points with one worker.
func (s *Series) compare() {
	one, n := 0.0, 0
	for _, p := range s.Points {
		if p.Workers == 1 {
			one, n = one+p.Throughput, n+1
		}
	}
	if n == 0 {
		return
	}
	one /= float64(n)
	for i, p := range s.Points {
		if x := p.Throughput / one; x >= minThroughput && !math.IsInf(x, 0) {
			s.Points[i].Speedup.Center, s.Points[i].Speedup.N = x, 1
			s.Points[i].Efficiency.Center, s.Points[i].Efficiency.N = x/float64(p.Workers), 1
		}
	}
}
