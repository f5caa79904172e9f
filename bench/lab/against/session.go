package against

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"corerace/bench/language/speak"
)

// A session is a program of the lab and what it says. It isn't trusted: a line has the word that is expected, and as
// many numbers as belong to it, none of them negative.
//
// The first thing that goes wrong stays: what is asked after it returns nothing, and err is looked at once in the end.
type session struct {
	*speak.Process
	limit time.Duration
	err   error
}

// Bounds of what a program may say: numbers in a line, and durations of one kind.
const (
	mostNumbers   = 1000
	mostDurations = 4 << 20
	longest       = time.Hour
)

// expect returns the numbers of the next line, which must begin with word and have n of them; n zeros after an error.
func (s *session) expect(word string, n int) []int64 {
	b, got, numbers := s.line()
	if s.err == nil && (got != word || len(numbers) != n) {
		s.err = s.Failed(fmt.Errorf("it wrote %.40q, %s with %d numbers expected", b, word, n))
	}
	if s.err != nil {
		return make([]int64, n)
	}
	return numbers
}

// durations returns what follows in lines that begin with word, up to the line that counts them.
func (s *session) durations(word string) (all []time.Duration) {
	for {
		b, got, numbers := s.line()
		switch {
		case s.err != nil:
			return nil
		case got == word+"-end" && len(numbers) == 1 && numbers[0] == int64(len(all)):
			return all
		case got != word:
			s.err = s.Failed(fmt.Errorf("it wrote %.40q after %d numbers, %s expected", b, len(all), word))
		case len(all)+len(numbers) > mostDurations:
			s.err = s.Failed(fmt.Errorf("more than %d %s", mostDurations, word))
		}
		for _, n := range numbers {
			all = append(all, time.Duration(n))
		}
	}
}

// line returns the next line as it is and taken apart.
func (s *session) line() (b []byte, word string, numbers []int64) {
	if s.err != nil {
		return nil, "", nil
	}
	if b, s.err = s.Line(s.limit); s.err != nil {
		return nil, "", nil
	}
	word, numbers, err := parse(b)
	if err != nil {
		s.err = s.Failed(err)
	}
	return b, word, numbers
}

// parse splits a line into a word and numbers of nanoseconds or counts.
func parse(b []byte) (word string, numbers []int64, err error) {
	f := bytes.Fields(b)
	if len(f) == 0 || len(f) > mostNumbers+1 {
		return "", nil, fmt.Errorf("it wrote a line of %d words", len(f))
	}
	for _, w := range f[1:] {
		n, err := strconv.ParseInt(string(w), 10, 64)
		if err != nil || n < 0 || n > int64(longest) {
			return "", nil, fmt.Errorf("it wrote %.40q: a number within an hour of nanoseconds expected", w)
		}
		numbers = append(numbers, n)
	}
	return string(f[0]), numbers, nil
}

// A ran is what the workers of a program took together.
type ran struct {
	wall, cpu time.Duration
	slept     int64 // how often they went to sleep for something, which is as often as they woke up
}

func (s *session) ran() ran {
	n := s.expect("ran", 3)
	return ran{time.Duration(n[0]), time.Duration(n[1]), n[2]}
}
