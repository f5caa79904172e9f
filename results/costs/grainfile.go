package costs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"corerace/results"
)

// GrainFile is the name under which the folder of a run holds what grain measured, as grain's JSON. The run's page shows
// it then.
const GrainFile = "grain.json"

// Bounds of a file of grain. An honest one of ten minutes is a third as long.
const (
	maxGrainBytes = 8 << 20
	maxGrainModes = 64
	maxGrainCuts  = 64 // lengths of a share
	maxGrainName  = 128
	maxGrainWall  = time.Hour
)

// ReadGrain reads the run of a file that grain wrote as JSON, and the seed that its intervals are drawn from. What the
// file sums up isn't read, for it may say anything. An error names the place, and what was expected.
func ReadGrain(r io.Reader) (run *GrainRun, seed uint64, err error) {
	data, err := io.ReadAll(io.LimitReader(r, maxGrainBytes+1))
	if err != nil {
		return nil, 0, err
	}
	if len(data) > maxGrainBytes {
		return nil, 0, fmt.Errorf("it is longer than %d MiB", maxGrainBytes>>20)
	}
	var file struct {
		Run *GrainRun `json:"run"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, 0, placed(data, err)
	}
	if file.Run == nil {
		return nil, 0, errors.New("no run in it: the JSON of grain expected")
	}
	if err := file.Run.check(); err != nil {
		return nil, 0, err
	}
	seed, err = strconv.ParseUint(file.Run.Seed, 10, 64)
	if err != nil {
		return nil, 0, fmt.Errorf("run.seed is %.40q: a whole number from 0 to 2^64-1 expected", file.Run.Seed)
	}
	return file.Run, seed, nil
}

// placed is an error of the decoder with its line.
func placed(data []byte, err error) error {
	offset := int64(len(data))
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = wrong.Offset
	} else if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = wrong.Offset
	}
	line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
	return fmt.Errorf("line %d: the JSON of grain expected: %w", line, err)
}

// check says what in a run can't be, or nil.
func (r *GrainRun) check() error {
	switch {
	case r.Workers < 1 || r.Workers > results.MaxWorkers:
		return fmt.Errorf("run.workers is %d: 1 to %d expected", r.Workers, results.MaxWorkers)
	case r.Work <= 0 || r.Work > maxGrainWall:
		return fmt.Errorf("run.work_ns is %d: 1 ns to an hour expected", r.Work)
	case len(r.Modes) < 2 || len(r.Modes) > maxGrainModes:
		return fmt.Errorf("run.modes are %d: the baseline and up to %d others expected", len(r.Modes), maxGrainModes-1)
	}
	if err := results.CheckHost(r.Host); err != nil {
		return fmt.Errorf("run.host: %w", err)
	}
	for i, x := range r.Rounds {
		if err := results.CheckRound(x); err != nil {
			return fmt.Errorf("run.rounds[%d]: %w", i, err)
		}
	}
	cuts := map[string]int{}
	for i, c := range r.Modes {
		if _, twice := cuts[c.Mode]; twice || c.Mode == "" || len(c.Mode) > maxGrainName {
			return fmt.Errorf("run.modes[%d].mode is %.40q: a name of its own of up to %d bytes expected", i, c.Mode,
				maxGrainName)
		}
		if err := c.check(); err != nil {
			return fmt.Errorf("run.modes[%d].%w", i, err)
		}
		cuts[c.Mode] = len(c.Shares)
	}
	for i, s := range r.Samples {
		if err := s.check(cuts); err != nil {
			return fmt.Errorf("run.samples[%d].%w", i, err)
		}
	}
	return nil
}

func (c GrainCell) check() error {
	switch {
	case c.Workers < 1 || c.Workers > results.MaxWorkers:
		return fmt.Errorf("workers is %d: 1 to %d expected", c.Workers, results.MaxWorkers)
	case c.AtOnce < 0 || c.AtOnce > results.MaxWorkers:
		return fmt.Errorf("at_once is %d: 0 to %d expected", c.AtOnce, results.MaxWorkers)
	case len(c.Shares) == 0 || len(c.Shares) > maxGrainCuts:
		return fmt.Errorf("shares are %d: 1 to %d expected", len(c.Shares), maxGrainCuts)
	case c.Shares[0] < 1 || !slices.IsSorted(c.Shares):
		return errors.New("shares aren't numbers above 0 in ascending order")
	}
	return nil
}

// check says what is wrong with a sample, given how many walls the samples of each mode have.
func (s GrainSample) check(cuts map[string]int) error {
	n, known := cuts[s.Mode]
	switch {
	case !known:
		return fmt.Errorf("mode is %.40q: one of run.modes expected", s.Mode)
	case len(s.Walls) != n:
		return fmt.Errorf("walls_ns are %d: one a length of the shares expected, %d", len(s.Walls), n)
	case s.Start < 0 || s.Start > maxGrainWall:
		return fmt.Errorf("start_ns is %d: 0 to an hour expected", s.Start)
	}
	for j, w := range s.Walls {
		if w < 0 || w > maxGrainWall {
			return fmt.Errorf("walls_ns[%d] is %d: 0 to an hour expected", j, w)
		}
	}
	return nil
}
