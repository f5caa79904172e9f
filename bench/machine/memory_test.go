package machine

import (
	"os"
	"strings"
	"testing"

	"corerace/results"
)

const smapsText = `00400000-7ffd2649f000 ---p 00000000 00:00 0                              [rollup]
Rss:                5108 kB
Pss:                3900 kB
Pss_Dirty:           780 kB
Shared_Clean:       2400 kB
Private_Clean:      1000 kB
Private_Dirty:       708 kB
`

func TestTheMemoryOfAProcessIsReadFromItsSums(t *testing.T) {
	got, err := parseSmaps(smapsText)
	if want := (results.Memory{PSS: 3900 << 10, USS: 1708 << 10, RSS: 5108 << 10}); err != nil || got != want {
		t.Errorf("%+v %v, %+v expected", got, err, want)
	}
	for _, bad := range []string{"", strings.Replace(smapsText, "Pss:", "Psst:", 1),
		strings.Replace(smapsText, "5108", "-1", 1)} {
		if got, err := parseSmaps(bad); err == nil {
			t.Errorf("%q gives %+v", bad, got)
		}
	}
}

func FuzzSmaps(f *testing.F) {
	f.Add(smapsText)
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := parseSmaps(text); err == nil && (m.PSS < 0 || m.USS < 0 || m.RSS < 0) {
			t.Errorf("%q gives %+v", text, m)
		}
	})
}

func TestAProcessHasNoMoreForItselfThanItHas(t *testing.T) {
	m, err := MemoryOf(os.Getpid())
	if err != nil {
		t.Skip(err)
	}
	if m.USS <= 0 || m.USS > m.PSS || m.PSS > m.RSS {
		t.Errorf("%+v: private at most the share, and that at most all", m)
	}
}
