package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/cmd/corerace/class/settings"
)

func TestWrongFlagsOfServeAndJoinAreRefusedBeforeAnythingIsBegun(t *testing.T) {
	for args, want := range map[string]string{
		"serve extra":                          "serve takes no arguments",
		"serve --lesson two-threads":           "--lesson is of a class: give --class, too",
		"serve --rehearse 3":                   "--rehearse is of a class",
		"serve --listen 8765":                  "an address with a port expected",
		"serve --tls-cert a.pem":               "--tls-cert and --tls-key go together",
		"serve --tls --tls-cert a --tls-key b": "--tls makes a certificate",
		"serve --class --rehearse 501":         "1 to 500 expected",
		"serve --again last":                   "--again is of a class",
		"serve --class --again last --new":     "leave out --new",
		"serve --class --lang fr":              `unknown language "fr"`,
		"serve --class --downloads nosuch":     "--downloads is nosuch, which is no folder",
		"serve --class --from nosuch":          "--from is nosuch, which is no folder",
		"serve --clas":                         `did you mean "--class"?`,
		"join":                                 "join takes the link of a class",
		"join a b c":                           "join takes the link of a class",
		"join a b --lang fr":                   `unknown language "fr"`,
		"join a b --hand-in nosuch.jsonl":      "--hand-in",
	} {
		status, stdout, stderr := command(strings.Fields(args)...)
		if status != exitUsage || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%s: %d\n%s%s, want %q", args, status, stdout, stderr, want)
		}
	}
}

// The program that serves is looked for beside this one.
func TestTheProgramThatServesIsTheOneBeside(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(self), settings.Program)
	if err := os.WriteFile(path, nil, 0o777); err != nil {
		t.Skip(err) // the folder of the test is somebody else's
	}
	defer os.Remove(path)
	if p, err := findBeside(t.Context(), settings.Program, classPackage, t.Output()); err != nil || p.path != path {
		t.Errorf("%v, %v", p, err)
	}
}

func TestSettingsAreReadAsTheyWereSpelled(t *testing.T) {
	set := &settings.Serve{Listen: ":1", Names: []string{"a"}, Class: &settings.Class{Store: "x.db", Rehearse: 3}}
	text, err := settings.Spell(set, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, join, err := settings.Read(text)
	if err != nil || join != nil || got.Listen != ":1" || got.Class.Rehearse != 3 {
		t.Errorf("%+v, %v, %v", got, join, err)
	}
	for _, text := range []string{"", "{}", `{"version":2}`, `{"version":99,"serve":{}}`,
		`{"version":2,"serve":{},"join":{}}`} {
		if _, _, err := settings.Read(text); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
