package content

import "testing"

func TestRecordsAreNamedByFileAndFolder(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "run.jsonl": "run.jsonl", "a/run.jsonl": "a/run.jsonl", "/home/me/a/run.jsonl": "a/run.jsonl",
		"/run.jsonl": "run.jsonl", "../../run.jsonl": "../run.jsonl", "/": "",
	} {
		d := &Document{Name: name}
		if got := d.RecordName(); got != want {
			t.Errorf("%q is named %q, want %q", name, got, want)
		}
	}
}

func TestCommandsSurviveAShell(t *testing.T) {
	for word, want := range map[string]string{
		"a,b": "a,b", "gil:interval=1ms": "gil:interval=1ms", "": "''", "a b": "'a b'", "$(reboot)": "'$(reboot)'",
		"it's": `'it'\''s'`, ";x": "';x'",
	} {
		if got := shellWord(word); got != want {
			t.Errorf("%q becomes %s, want %s", word, got, want)
		}
	}
}
