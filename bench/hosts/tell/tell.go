// Package tell is what the command and the program with the engine say to each other: questions and answers, a line of
// JSON each.
//
//	command                                            corerace-hosts
//	{"do":"serve","serve":{…}}                         starts the engine, or connects to one
//	                             {"ok":{"urls":["…"],…}}
//	{"do":"open","open":{…}}                           workers of hosts are ready
//	{"do":"run","run":{…}}                             the shares of a job are handed out, and their sums come back
//
// It is all that the two have in common, and imports nothing of either: neither what measures nor the engine.
package tell

import (
	"encoding/json"
	"fmt"
	"time"

	"corerace/results"
)

// Program is the file of the program with the engine, in the folder of the command.
const Program = "corerace-hosts"

// version is that of what is told: both programs are to be of one build.
const version = 2

// MaxWorkers is the most workers of a pool: as many as an answer has room for.
const MaxWorkers = 128

// Names of what is asked of the program.
const (
	DoServe  = "serve"  // start the engine, or connect to one
	DoHosts  = "hosts"  // who is here?
	DoOpen   = "open"   // make workers ready for a workload
	DoRun    = "run"    // hand out a job
	DoTracks = "tracks" // what did the cores of hosts do in the job?
	DoClose  = "close"  // the workers are done with the workload
	DoEnd    = "end"    // the hosts may go
)

// A Question is what the command asks. One of its fields is set, for those that need more than their name.
type Question struct {
	Do    string `json:"do"`
	Serve *Serve `json:"serve,omitempty"`
	Open  *Open  `json:"open,omitempty"`
	Run   *Run   `json:"run,omitempty"`
	From  int    `json:"from,omitempty"` // of hosts and tracks: the first that is asked for, from 0
}

// Access is how an engine is reached. What is secret is in files, and never among arguments.
type Access struct {
	TokenFile string `json:"token_file,omitempty"` // its first line is the token
	CA        string `json:"ca,omitempty"`         // files in PEM
	Cert      string `json:"cert,omitempty"`
	Key       string `json:"key,omitempty"`
}

// Serve says where the engine is.
type Serve struct {
	Access
	Listen string `json:"listen,omitempty"` // host:port of an engine of our own; "" is loopback, for this machine alone
	URL    string `json:"url,omitempty"`    // of an engine of the user's
	Local  bool   `json:"local,omitempty"`  // the workers are processes of this machine, started for each pool
}

// Served is the answer to Serve.
type Served struct {
	URLs    []string `json:"urls"`    // that hosts join, each of them
	Session string   `json:"session"` // what this run is called there
}

// A Host is a machine that has joined.
type Host struct {
	Label   string          `json:"label"`
	Workers int             `json:"workers"`
	Machine results.Machine `json:"machine"`
}

// Hosts is the answer to DoHosts: as many of the hosts as a line has room for.
type Hosts struct {
	Hosts   []Host   `json:"hosts"`
	All     int      `json:"all"`               // hosts that there are
	Refused []string `json:"refused,omitempty"` // sentences, each once, since the question before
}

// Open asks for workers that are ready.
type Open struct {
	Workload string        `json:"workload"`
	Size     int           `json:"size"`
	Sum      uint64        `json:"sum,string"` // of a pass
	Share    int           `json:"share"`
	Workers  int           `json:"workers"`
	Within   time.Duration `json:"within_ns"` // that they are ready
	Recover  bool          `json:"recover"`   // a worker process that dies is replaced
}

// A Member is a worker that is ready.
type Member struct {
	Host  string        `json:"host,omitempty"` // "" is the machine that measures
	PID   int           `json:"pid"`
	Setup time.Duration `json:"setup_ns"`
}

// Opened is the answer to Open.
type Opened struct {
	Members []Member `json:"members"`
}

// Run is a job.
type Run struct {
	Size    int           `json:"size"`
	Share   int           `json:"share"`
	Passes  int           `json:"passes"`
	Chunk   uint64        `json:"chunk"` // shares that are handed out together; 0: as suits the job
	Mean    time.Duration `json:"mean_ns,omitempty"`
	Silence time.Duration `json:"silence_ns"` // the deadline of a lot of one share
	Limit   time.Duration `json:"limit_ns,omitempty"`
}

// A Row is what one worker did.
type Row struct {
	Member
	Sum       uint64        `json:"sum,string"`
	Shares    int64         `json:"shares"`
	Lots      int64         `json:"lots"`
	User      time.Duration `json:"user_ns"`
	Sys       time.Duration `json:"sys_ns"`
	Window    time.Duration `json:"window_ns"`
	Wait      time.Duration `json:"wait_ns"`
	WaitKnown bool          `json:"wait_known"`
	Silent    bool          `json:"silent,omitempty"` // it didn't say what it used: its times aren't known
}

// A Death is a worker that was lost during a job.
type Death struct {
	Worker      int           `json:"worker"`
	PID         int           `json:"pid"`
	Share       int64         `json:"share"` // -1: not known
	Reason      string        `json:"reason"`
	After       time.Duration `json:"after_ns"`
	Replacement int           `json:"replacement,omitempty"`
}

// Ran is the answer to Run.
type Ran struct {
	Wall   time.Duration `json:"wall_ns"` // from the first lot that is sent to the last sum
	Rows   []Row         `json:"rows"`
	Most   int64         `json:"most"`      // shares in the largest lot
	Engine time.Duration `json:"engine_ns"` // CPU time of the program with the engine meanwhile
	// HandOver is the mean time that a worker had nothing to do between two lots, and HandOvers how many it is of.
	HandOver  time.Duration `json:"hand_over_ns"`
	HandOvers int64         `json:"hand_overs"`
	Twice     int64         `json:"twice,omitempty"` // answers to lots that had one; the first counts
	Again     int64         `json:"again,omitempty"` // lots that were handed out more than once
	Restored  int64         `json:"restored,omitempty"`
	Deaths    []Death       `json:"deaths,omitempty"`
}

// Tracks is the answer to DoTracks: as many of the tracks of the job that has ended as a line has room for.
type Tracks struct {
	Tracks []results.Track `json:"tracks"`
	All    int             `json:"all"`              // tracks that there are
	Untold []string        `json:"untold,omitempty"` // sentences: of which hosts there is none, and why
}

// Join are the settings of a machine that joins.
type Join struct {
	Access
	URL     string        `json:"url"`
	Workers int           `json:"workers"`
	Label   string        `json:"label"`
	Wait    time.Duration `json:"wait_ns"`        // for somebody who hands out work
	Stay    bool          `json:"stay,omitempty"` // for the next run, when one has ended
}

// A task is what the program was started for, with the version of what is told.
type task struct {
	Version int   `json:"version"`
	Join    *Join `json:"join,omitempty"`
}

// Spell returns the one argument of the program: that of a machine that joins, or with nil of one that is asked.
func Spell(j *Join) (string, error) {
	text, err := json.Marshal(task{version, j})
	return string(text), err
}

// Read returns the settings that an argument spells; nil is that of a program that is asked.
func Read(argument string) (*Join, error) {
	var t task
	if err := json.Unmarshal([]byte(argument), &t); err != nil {
		return nil, fmt.Errorf("the settings can't be read: %w", err)
	}
	if t.Version != version {
		return nil, fmt.Errorf("the settings are of version %d, and this program reads %d: go install ./cmd/... makes "+
			"both programs", t.Version, version)
	}
	return t.Join, nil
}

// MaxLabel is the longest label of a host.
const MaxLabel = 64

// ValidLabel reports whether a host may be called so.
func ValidLabel(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_' {
			return false
		}
	}
	return s != "" && len(s) <= MaxLabel
}
