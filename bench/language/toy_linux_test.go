package language

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"corerace/bench/language/runtimes"
	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// toy is a language that is nothing but a folder (testdata/toy) and this value: the shell.
func toy(t *testing.T) *runtimes.Language {
	t.Helper()
	return &runtimes.Language{
		Name: "toy", Title: "Toy", Names: []string{"bash"}, Ask: []string{"--version"},
		Version: `version (\d+\.\d+\.\d+)`, Get: "every Debian has it",
		Ways: []runtimes.Way{
			runtimes.OneWorker("Toy", "a shell"),
			{Name: "processes", Doc: "Processes of a shell.", Pipe: true},
			{Name: "magic", Doc: "There is none.", Here: runtimes.AtLeast(99, 0, "magic comes with 99")},
		},
		Program: text(t, "race.sh"), File: "race.sh",
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "toy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// inToy is counting with a twin in the toy.
func inToy(twin string) *workloads.Workload {
	w := *jobs.Counting
	w.Twins = map[string]string{"toy": twin}
	return &w
}

// finding searches a PATH for the toy, once.
func finding(l *runtimes.Language, path string) func() *runtimes.Found {
	return sync.OnceValue(func() *runtimes.Found {
		return runtimes.Find(context.Background(), []*runtimes.Language{l}, path)
	})
}

// toyModes are the modes of the toy, by what their names end with.
func toyModes(t *testing.T) map[string]*mode.Mode {
	t.Helper()
	l := toy(t)
	all := map[string]*mode.Mode{}
	for _, m := range Modes([]*runtimes.Language{l}, finding(l, os.Getenv("PATH"))) {
		all[strings.TrimPrefix(m.Name, "toy-")] = jobs.Spelt(t, m.Name, m)
	}
	if err := all["serial"].Here(); err != nil {
		testkit.Missing(t, "bash", err.Error())
	}
	return all
}

func TestALanguageIsAFolderAndAValue(t *testing.T) {
	modes := toyModes(t)
	w := inToy(text(t, "counting.sh"))
	reach(t, modes["serial"], w, 1)
	for n := 1; n <= 3; n++ {
		reach(t, modes["processes"], w, n)
	}
	jobs.WantError(t, modes["magic"].Here(), `^Toy \S+: magic comes with 99$`)
	jobs.WantError(t, modes["serial"].Fits(mode.Spec{Workload: jobs.Counting}), "^it has no twin in Toy$")
	if got := modes["processes"].Against(); got != "toy-serial" {
		t.Errorf("the baseline is %s", got)
	}
}

// Workers of a language that has a compiler work before they are measured, and that is told apart.
func TestWorkersWarmUpBeforeTheyAreMeasured(t *testing.T) {
	toyModes(t) // or there is none here
	l := toy(t)
	l.Warm = time.Millisecond
	m := Modes([]*runtimes.Language{l}, finding(l, os.Getenv("PATH")))[1]
	p := jobs.OpenPool(t, m, inToy(text(t, "counting.sh")), 2, 100)
	o, err := p.Run(t.Context(), jobs.JobOf(jobs.Counting, 100, 1))
	if err != nil || o.Sum != jobs.Counting.Sum || o.Warm < l.Warm || m.Warm != l.Warm {
		t.Errorf("%v: warm for %v, the sum is %d; %v", m, o.Warm, o.Sum, err)
	}
}

func TestAWorkerInAnotherLanguageThatFailsIsASentence(t *testing.T) {
	modes := toyModes(t)
	at900 := "run() { sum=$((($2 * ($2 - 1) - $1 * ($1 - 1)) / 2)); if [ $1 -le 900 ] && [ 900 -lt $2 ]; then WHAT; fi; }"
	for what, want := range map[string]string{
		strings.Replace(at900, "WHAT", "exit 3", 1):                        `^toy \S+ \(pid \d+\): exit status 3$`,
		strings.Replace(at900, "WHAT", "kill -9 $BASHPID", 1):              `^toy \S+ \(pid \d+\): killed by signal 9`,
		strings.Replace(at900, "WHAT", "echo hello", 1):                    `it wrote "hello"`,
		strings.Replace(at900, "WHAT", "echo row 0 1 1 99 1 1 1 1 -1", 1):  `shares is "99": 0 to 10 expected`,
		strings.Replace(at900, "WHAT", "echo row 7 1 1 9 1 1 1 1 -1", 1):   `worker is "7": 0 to 0 expected`,
		strings.Replace(at900, "WHAT", "echo row 0 1 1 9 1 1 1 1 -1", 1):   `worker 0 says that it is process 1, and was \d+ `,
		strings.Replace(at900, "WHAT", "echo ready 0 1 1 1", 1):            `it wrote "ready", "row" expected`,
		strings.Replace(at900, "WHAT", "echo fail 0 no more; exit 1", 1):   `worker 0: no more; exit status 1`,
		strings.Replace(at900, "WHAT", "echo dead 0 77 -11", 1):            `worker 0 \(pid 77\): killed by signal 11`,
		strings.Replace(at900, "WHAT", "while :; do read -t 9; done", 1):   `silent for 300ms, past its deadline; killed by signal 9`,
		strings.Replace(at900, "WHAT", "head -c 70000 /dev/zero; read", 1): `a line of more than 65536 bytes`,
		"echo not today >&2; exit 4":                                       `exit status 4: not today$`,
	} {
		w := inToy(what)
		p, err := modes["serial"].Pool(t.Context(), mode.Spec{Workload: w, Workers: 1, Share: 100})
		if err == nil {
			j := jobs.JobOf(w, 100, 1)
			j.Deadline = 300 * time.Millisecond
			if !strings.Contains(want, "silent") {
				j.Deadline = time.Minute
			}
			_, err = p.Run(t.Context(), j)
			p.Close()
		}
		jobs.WantError(t, err, want)
	}
}

// A worker that is killed ends the pool, and nothing of it is left.
func TestAKilledWorkerInEveryLanguageIsNamed(t *testing.T) {
	for _, l := range All() {
		for _, m := range modesHere(t, l) {
			if !strings.HasSuffix(m.Name, "processes") && !strings.HasSuffix(m.Name, "fork") || l.Name == "pypy" && !testkit.Long() {
				continue
			}
			w := workloads.Collatz()
			p := jobs.OpenPool(t, m, w, 2, 100).(*crewPool)
			o, err := p.Run(t.Context(), jobs.JobOf(w, 100, 1))
			if err != nil {
				t.Errorf("%s: %v", m, err)
				continue
			}
			failed := make(chan error, 1)
			go func() {
				_, err := p.Run(t.Context(), jobs.JobOf(w, 100, 1_000_000))
				failed <- err
			}()
			killed := o.PerWorker[1].PID
			syscall.Kill(killed, syscall.SIGKILL)
			want := `worker 1 \(pid \d+\): killed by signal 9`
			if l.Name == "r" { // which waits for its processes by itself, and tells nobody how they have ended
				want = `worker 1: pid \d+ has ended before its job was done`
			}
			jobs.WantError(t, <-failed, want)
			testkit.Gone(t, o.PerWorker[0].PID, killed, p.crew.PID())
		}
	}
}

// modesHere are the modes of a language that are here, which may be none.
func modesHere(t *testing.T, l *runtimes.Language) (modes []*mode.Mode) {
	t.Helper()
	for _, m := range Modes([]*runtimes.Language{l}, runtimesHere) {
		if m.Here() == nil {
			modes = append(modes, jobs.Spelt(t, m.Name, m))
		}
	}
	return modes
}

func TestWhatIsNotHereIsASentence(t *testing.T) {
	l := toy(t)
	dir := t.TempDir()
	m := Modes([]*runtimes.Language{l}, finding(l, dir))[0]
	jobs.WantError(t, m.Here(), `^no Toy was found on PATH \(bash\): every Debian has it$`)

	for _, body := range []string{"echo I am a shell", "exit 3", "sleep 1000 & echo version 5.x"} {
		if err := os.WriteFile(filepath.Join(dir, "bash"), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		f := finding(l, dir)()
		if len(f.Runtimes) != 0 || len(f.Skipped) != 1 {
			t.Errorf("%s: found %v, skipped %v", body, f.Runtimes, f.Skipped)
			continue
		}
		_, err := f.Of(l, "") // not as if there were none
		jobs.WantError(t, err, "^no Toy that can be used: "+regexp.QuoteMeta(f.Skipped[0].Path+": "+f.Skipped[0].Why)+"$")
	}
}

func TestOptionVersionPicksTheBaseline(t *testing.T) {
	l := toy(t)
	dirs := []string{t.TempDir(), t.TempDir(), t.TempDir()}
	for i, version := range []string{"5.1.9", "5.2.1", "5.1.4"} {
		script := "#!/bin/sh\necho toy version " + version + "\n"
		if err := os.WriteFile(filepath.Join(dirs[i], "bash"), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	find := finding(l, strings.Join(append(dirs, "relative"), string(os.PathListSeparator)))
	for spelling, want := range map[string][2]string{
		"toy-processes":               {"toy-processes", "toy-serial"},
		"toy-processes:version=5.2":   {"toy-processes", "toy-serial"},
		"toy-processes:version=5.1":   {"toy-processes:version=5.1", "toy-serial:version=5.1"},
		"toy-processes:version=5.1.9": {"toy-processes:version=5.1", "toy-serial:version=5.1"},
		"toy-processes:version=5.1.4": {"toy-processes:version=5.1.4", "toy-serial:version=5.1.4"},
	} {
		m, err := mode.FindMode(Modes([]*runtimes.Language{l}, find), spelling)
		if err != nil || m.String() != want[0] || m.Against() != want[1] {
			t.Errorf("%s is %v (%v), want %v", spelling, m, err, want)
		}
	}
	_, err := mode.FindMode(Modes([]*runtimes.Language{l}, find), "toy-serial:version=7")
	jobs.WantError(t, err, `no Toy "7" here: one of \[5.2 5.1 5.1.4\] expected`)
}

// A row that a worker writes twice isn't the answer to its next job, which would have taken no time.
func TestARowThatIsWrittenTwiceIsNoAnswerToTheNextJob(t *testing.T) {
	modes := toyModes(t)
	twice := `run() { sum=$((($2 * ($2 - 1) - $1 * ($1 - 1)) / 2)); }
echo() { builtin echo "$@"; if [ "${1%% *}" = row ]; then TWICE; fi; }`
	for how, want := range map[string]string{
		`builtin echo "$@"`: `it wrote "row 0 \d+ \d+ 10 .*, and wasn't asked`,
		"builtin echo row 0 $BASHPID $BASHPID 10 499500 0 0 5000000000 -1": `worker 0 says that it computed for 5s, in the |` +
			`it wrote "row 0 .*, and wasn't asked`,
	} {
		w := inToy(strings.Replace(twice, "TWICE", how, 1))
		p, err := modes["serial"].Pool(t.Context(), mode.Spec{Workload: w, Workers: 1, Share: 100})
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; err == nil && n < 1000; n++ { // the second may come in while the next job is asked for
			_, err = p.Run(t.Context(), jobs.JobOf(w, 100, 1))
		}
		p.Close()
		jobs.WantError(t, err, want)
	}
}
