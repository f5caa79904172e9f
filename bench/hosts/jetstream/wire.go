package jetstream

import (
	"encoding/binary"
	"fmt"
	"time"
	"unicode/utf8"

	"corerace/bench/worker"
)

// A ticket is a lot that is handed out: some consecutive shares of a job.
type ticket struct {
	job uint64 // number of the job in the session, from 1
	lot uint64 // number of the lot in the job, from 0
	worker.Lot
}

// ticketBytes is how long one is on the wire: four numbers.
const ticketBytes = 4 * 8

// bytes is the ticket on the wire.
func (t ticket) bytes() []byte {
	b := make([]byte, 0, ticketBytes)
	for _, n := range [...]uint64{t.job, t.lot, t.First, t.Count} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return b
}

// mostShares is more shares than any job has.
const mostShares = 1 << 62

// parseTicket reads a ticket. That its shares are of the job is for who knows the job.
func parseTicket(b []byte) (ticket, error) {
	if len(b) != ticketBytes {
		return ticket{}, fmt.Errorf("not a lot: %d bytes, %d expected", len(b), ticketBytes)
	}
	n := numbers(b)
	t := ticket{n(0), n(1), worker.Lot{First: n(2), Count: n(3)}}
	if t.job == 0 || t.Count < 1 || t.Count > mostShares || t.First > mostShares-t.Count {
		return ticket{}, fmt.Errorf("not a lot: %d shares from share %d on, of job %d", t.Count, t.First, t.job)
	}
	return t, nil
}

// numbers returns what reads the numbers of a message.
func numbers(b []byte) func(i int) uint64 {
	return func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
}

// An answer is the sum of a lot, or why there is none.
type answer struct {
	ticket
	sum       uint64
	member    uint64 // who ran it
	delivered uint64 // how often the lot had been handed out by then
	took      time.Duration
	failed    string // "" where there is a sum
}

// answerBytes is how long an answer is on the wire, without its text, and maxFailed how long that may be.
const (
	answerBytes = 8 * 8
	maxFailed   = 1024
)

// bytes is the answer on the wire.
func (a answer) bytes() []byte {
	b := make([]byte, 0, answerBytes+len(a.failed))
	b = append(b, a.ticket.bytes()...)
	for _, n := range [...]uint64{a.sum, a.member, a.delivered, uint64(a.took)} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return append(b, a.failed[:min(len(a.failed), maxFailed)]...)
}

// maxTook is longer than any lot takes: about three weeks.
const maxTook = 1 << 51

// parseAnswer reads an answer.
func parseAnswer(b []byte) (answer, error) {
	if len(b) < answerBytes || len(b) > answerBytes+maxFailed {
		return answer{}, fmt.Errorf("not an answer: %d bytes, %d to %d expected", len(b), answerBytes,
			answerBytes+maxFailed)
	}
	t, err := parseTicket(b[:ticketBytes])
	if err != nil {
		return answer{}, err
	}
	n := numbers(b[ticketBytes:])
	a := answer{ticket: t, sum: n(0), member: n(1), delivered: n(2), took: time.Duration(n(3)),
		failed: string(b[answerBytes:])}
	if n(3) > maxTook || !utf8.ValidString(a.failed) {
		return answer{}, fmt.Errorf("not an answer: it took %d ns, or its text isn't one", n(3))
	}
	return a, nil
}
