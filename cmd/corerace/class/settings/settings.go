// Package settings is what the command tells the program that serves a class: flags that were read and checked, as
// values. It is all that the two have in common, and imports nothing of either.
package settings

import (
	"encoding/json"
	"fmt"
)

// Program is the file of the program that serves, in the folder of the command.
const Program = "corerace-class"

// version is that of these settings: both programs are to be of one build.
const version = 2

// DefaultListen is where a page is served that nobody else is to see. The port is one that stays, so that browsers find
// the class again when its server was started again.
const DefaultListen = "127.0.0.1:8765"

// Serve are the settings of a server.
type Serve struct {
	Listen  string   `json:"listen"`
	Names   []string `json:"names,omitempty"` // that browsers may call this machine, beside its own
	Command []string `json:"command"`         // that starts corerace, for races
	Dir     string   `json:"dir"`             // for records of races that are started from the page
	// Workloads and Modes are what may be raced from the page.
	Workloads []string `json:"workloads"`
	Modes     []string `json:"modes"`
	Open      bool     `json:"open,omitempty"` // show the page in the browser
	NoLock    bool     `json:"no_lock,omitempty"`
	Cert      string   `json:"cert,omitempty"` // files in PEM
	Key       string   `json:"key,omitempty"`
	TLS       bool     `json:"tls,omitempty"`     // with a certificate that is made for it
	Lessons   string   `json:"lessons,omitempty"` // a folder; "" are ours
	Folders   string   `json:"folders"`           // of lessons that were begun
	Language  string   `json:"language"`          // of lessons and pages
	Class     *Class   `json:"class,omitempty"`
}

// Class are the settings of a class.
type Class struct {
	Store     string   `json:"store"` // a file, or a URL of PostgreSQL
	New       bool     `json:"new,omitempty"`
	Again     string   `json:"again,omitempty"` // an earlier class, to export it
	Title     string   `json:"title,omitempty"`
	Lesson    string   `json:"lesson,omitempty"`
	Downloads string   `json:"downloads,omitempty"` // a folder
	Import    []string `json:"import,omitempty"`    // records that were collected by other means
	Rehearse  int      `json:"rehearse,omitempty"`  // students that are made up
}

// Join are the settings of a student's machine.
type Join struct {
	Where    string   `json:"where"`          // a URL with the code in it, or of the class
	Code     string   `json:"code,omitempty"` // where it isn't in the URL
	Name     string   `json:"name,omitempty"`
	Dir      string   `json:"dir"`             // for what is kept until it is acknowledged
	Command  []string `json:"command"`         // that starts corerace, for the lesson
	Files    []string `json:"files,omitempty"` // records to hand in, instead of a lesson
	Language string   `json:"language"`        // of the lesson
}

// A task is one of the settings, with their version.
type task struct {
	Version int    `json:"version"`
	Serve   *Serve `json:"serve,omitempty"`
	Join    *Join  `json:"join,omitempty"`
}

// Spell returns settings as the one argument of the program.
func Spell(s *Serve, j *Join) (string, error) {
	text, err := json.Marshal(task{version, s, j})
	return string(text), err
}

// Read returns the settings that an argument spells: those of a server, or those of a student's machine.
func Read(argument string) (*Serve, *Join, error) {
	var t task
	if err := json.Unmarshal([]byte(argument), &t); err != nil {
		return nil, nil, fmt.Errorf("the settings can't be read: %w", err)
	}
	if t.Version != version {
		return nil, nil, fmt.Errorf("the settings are of version %d, and this program reads %d: go install ./cmd/... makes "+
			"both programs", t.Version, version)
	}
	if (t.Serve == nil) == (t.Join == nil) {
		return nil, nil, fmt.Errorf("settings of a server or of a student's machine are expected")
	}
	return t.Serve, t.Join, nil
}
