package verdict

import "testing"

func TestVerbsGoWithTheirModes(t *testing.T) {
	for mode, want := range map[string]string{"goroutines": "reach", "threads:cut=static": "reach",
		"python-threads:python=3.11": "reach",
		"processes":                  "reach", "python-interpreters": "reach", "processes-pipe": "reaches",
		"gil-ticks":   "reaches",
		"serial":      "reaches",
		"gomaxprocs1": "reaches", "python-serial": "reaches"} {
		if got := Agree(mode, "reaches", "reach"); got != want {
			t.Errorf("%s %s", mode, got)
		}
	}
}
