package jetstream

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"corerace/bench/hosts/tell"
	"corerace/results"
	"corerace/workloads"
)

// protocol is the version of what coordinator and workers say to each other.
const protocol = 2

// helloSubject is where a worker finds whoever hands out work.
const helloSubject = "corerace.hello"

// maxTalk bounds what coordinator and workers say to each other in JSON.
const maxTalk = 64 << 10

// A hello is what a worker says of itself.
type hello struct {
	Protocol  int             `json:"protocol"`
	Source    string          `json:"source"` // digest of the workloads' text
	Workloads []offer         `json:"workloads"`
	Host      string          `json:"host"`
	Seat      int             `json:"seat"` // among the workers of its host, from 0
	PID       int             `json:"pid"`
	Orders    string          `json:"orders"`          // where it takes orders
	Nonce     string          `json:"nonce,omitempty"` // of a process that the coordinator has started itself
	Machine   results.Machine `json:"machine"`
}

// An offer is a workload that a worker has.
type offer struct {
	Name string `json:"name"`
	Size int    `json:"size"`
	Sum  uint64 `json:"sum,string"`
}

// A welcome is what the coordinator answers.
type welcome struct {
	Session string `json:"session"`
	Member  uint64 `json:"member"`
	Refused string `json:"refused,omitempty"` // a sentence
}

// What a worker is told to do.
const (
	doOpen  = "open"
	doJob   = "job"
	doTally = "tally"
	doClose = "close"
	doPing  = "ping"
	doAgain = "again" // it was taken for gone: it is to say hello once more
	doQuit  = "quit"  // the run has ended
)

// An order is what a worker is told.
type order struct {
	Do       string        `json:"do"`
	Workload string        `json:"workload,omitempty"`
	Size     int           `json:"size,omitempty"`
	Sum      uint64        `json:"sum,string,omitempty"`
	Share    int           `json:"share,omitempty"`
	Job      uint64        `json:"job,omitempty"`
	Passes   int           `json:"passes,omitempty"`
	Silence  time.Duration `json:"silence_ns,omitempty"` // when it stops to say that it works on a lot
	// Track asks the worker for what the cores of its host do in the job: the most that this may weigh, or 0.
	Track int `json:"track,omitempty"`
}

// A report is what a worker answers.
type report struct {
	Error string         `json:"error,omitempty"`
	Setup time.Duration  `json:"setup_ns,omitempty"`
	Tally *tally         `json:"tally,omitempty"`
	Track *results.Track `json:"track,omitempty"` // nil: it wasn't asked for, or isn't known
}

// A tally is what a worker used in a job.
type tally struct {
	User      time.Duration `json:"user_ns"`
	Sys       time.Duration `json:"sys_ns"`
	Window    time.Duration `json:"window_ns"`
	Wait      time.Duration `json:"wait_ns"`
	WaitKnown bool          `json:"wait_known"`
	// Idle is the time between two lots, Idles how many it is of.
	Idle  time.Duration `json:"idle_ns"`
	Idles int64         `json:"idles"`
}

// check refuses times that can't be.
func (t *tally) check() error {
	for _, d := range []time.Duration{t.User, t.Sys, t.Window, t.Wait, t.Idle} {
		if d < 0 || d > maxTook {
			return fmt.Errorf("it says it took %d ns", int64(d))
		}
	}
	if t.Idles < 0 || t.Idles > mostLots {
		return fmt.Errorf("it says that it waited %d times", t.Idles)
	}
	return nil
}

// decode reads what somebody else has said. It isn't trusted.
func decode(b []byte, to any) error {
	if len(b) > maxTalk {
		return fmt.Errorf("%d bytes, at most %d expected", len(b), maxTalk)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

// encode is for values of our own, which can always be written.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// respond answers a message.
func respond(m *nats.Msg, v any) { m.Respond(encode(v)) }

// table are the workloads that a worker has.
func table() []*workloads.Workload {
	return append(workloads.All(), workloads.Spin(), workloads.Empty())
}

// find returns a workload by its name.
func find(name string) *workloads.Workload {
	for _, w := range table() {
		if w.Name == name {
			return w
		}
	}
	return nil
}

// offers are the workloads that can be run here.
func offers() (all []offer) {
	for _, w := range table() {
		if w.Here() == nil && !w.Blocks() {
			all = append(all, offer{w.Name, w.Size, w.Sum})
		}
	}
	return all
}

// source is a digest of the text of all workloads: machines of another architecture have the same where they compute the
// same.
func source() string {
	h := sha256.New()
	fs.WalkDir(workloads.Source, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := workloads.Source.ReadFile(path)
		fmt.Fprintf(h, "%q %d\n", path, len(b))
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))
}

// check says in a sentence why a worker can't take part, or nil.
func (h *hello) check() error {
	switch {
	case h.Protocol != protocol:
		return fmt.Errorf("it speaks version %d of what workers are told, and this build %d", h.Protocol, protocol)
	case h.Source != source():
		return errors.New("its workloads aren't those of this build: both machines need the same release")
	case !tell.ValidLabel(h.Host):
		return fmt.Errorf("its label %.40q isn't of letters, digits, dots, hyphens and underscores, at most %d", h.Host,
			tell.MaxLabel)
	case len(encode(h.Machine)) > maxHosts:
		return fmt.Errorf("what it says of its machine is longer than %d bytes", maxHosts)
	case !validInbox(h.Orders):
		return fmt.Errorf("where it takes orders, %.40q, isn't an inbox", h.Orders)
	case h.Seat < 0 || h.PID < 1:
		return fmt.Errorf("it says that it is process %d, worker %d", h.PID, h.Seat)
	}
	for _, o := range offers() {
		if !h.has(o) {
			return fmt.Errorf("workload %s isn't there, or is another one: both machines need the same release", o.Name)
		}
	}
	return nil
}

func (h *hello) has(want offer) bool {
	for _, o := range h.Workloads {
		if o == want {
			return true
		}
	}
	return false
}

// validInbox reports whether a subject is one that a client makes up for answers to itself.
func validInbox(s string) bool {
	name, ok := strings.CutPrefix(s, nats.InboxPrefix)
	return ok && tell.ValidLabel(strings.ReplaceAll(name, ".", "_"))
}
