package worker

import (
	"cmp"
	"errors"
	"time"

	"corerace/bench/worker/system"
)

// Answers to shares are held back while more shares lie in the buffer, so that one write takes many of them. The parent
// sends what comes next when it has answers, so none is held back for long.
const (
	heldBytes = 4 << 10
	heldFor   = 20 * time.Microsecond
)

// answerLater sends the answer to a lot, at once or with those to the next lots.
func (s *server) answerLater(f Frame) error {
	s.buf = AppendFrame(s.buf, f)
	if s.in.More() && len(s.buf) < heldBytes && s.ended.Sub(s.flushed) < heldFor {
		return nil
	}
	return s.flush()
}

// flush sends what is held back.
func (s *server) flush() error {
	_, err := s.out.Write(s.buf)
	s.buf, s.flushed = s.buf[:0], s.ended
	return err
}

// share runs the shares of a lot.
func (s *server) share(f Frame) (Frame, error) {
	lot, g, err := f.lot(s.size)
	if err != nil || s.run == nil {
		return Frame{}, cmp.Or(err, errors.New("shares were sent of a workload whose blocks are"))
	}
	if s.sent.Shares == 0 {
		s.began = time.Now()
		s.user, s.sys = system.ProcessCPU()
	}
	sum, shares, err := Loop(lot.Claims(), g, s.run)
	if err != nil {
		return Frame{}, err
	}
	s.sent.Sum += sum
	s.sent.Shares += shares
	s.ended = time.Now()
	return Frame{Kind: KindSum, Args: [4]uint64{sum, lot.First, lot.Count}}, nil
}

// tally ends a job of shares that were sent.
func (s *server) tally() Frame {
	d := s.sent
	s.sent = Done{}
	if s.sender != nil {
		s.sender.open = false
	}
	if d.Shares == 0 {
		s.began = s.ended
	} else {
		user, sys := system.ProcessCPU()
		d.User, d.Sys = user-s.user, sys-s.sys
	}
	return d.Frame()
}
