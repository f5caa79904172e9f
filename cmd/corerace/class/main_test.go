package class

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/child"
	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/settings"
	"corerace/cmd/corerace/class/store"
)

// asServer makes the test binary a server of a class: its value spells the settings.
const asServer = "CORERACE_TEST_SERVE"

// postgresEnv names a database for tests.
const postgresEnv = "CORERACE_POSTGRESQL"

func TestMain(m *testing.M) {
	child.Hook()
	if argument := os.Getenv(asServer); argument != "" {
		set, _, err := settings.Read(argument)
		if err == nil {
			err = Serve(context.Background(), set, os.Stdout, os.Stderr)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if where := os.Getenv(asPlain); where != "" {
		fmt.Fprintln(os.Stderr, servePlain(where))
		os.Exit(1)
	}
	if os.Getenv(asRace) != "" && len(os.Args) > 1 && os.Args[1] == "run" {
		if err := race(os.Args); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if where := os.Getenv(asMeasuring); where != "" {
		if err := playCommand(where, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv(asLesson) != "" {
		if err := leaveLesson(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A process is a server in a process of its own, which can be killed.
type process struct {
	t     testing.TB
	addr  string
	store string
	fresh bool
	cmd   *exec.Cmd
	code  string // to join by
	token string // the teacher's
}

// eachStore runs something on both kinds of store.
func eachStore(t *testing.T, do func(t *testing.T, where string)) {
	t.Run("sqlite", func(t *testing.T) { do(t, filepath.Join(t.TempDir(), "class.db")) })
	t.Run("postgresql", func(t *testing.T) {
		if os.Getenv(postgresEnv) == "" {
			testkit.Missing(t, "postgresql", "no PostgreSQL: "+postgresEnv+" names no URL of one")
		}
		do(t, os.Getenv(postgresEnv))
	})
}

// aProcess starts a server of a new class.
func aProcess(t testing.TB, where string) *process {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // its port is free
	p := &process{t: t, addr: l.Addr().String(), store: where, fresh: true}
	p.start()
	p.fresh = false
	t.Cleanup(p.kill)
	return p
}

// start starts the server, and returns once it answers.
func (p *process) start() {
	p.t.Helper()
	spelled, err := settings.Spell(&settings.Serve{Language: "en", Listen: p.addr, Dir: p.t.TempDir(),
		Class: &settings.Class{Store: p.store, New: p.fresh}}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	said := &lockedBuffer{}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), asServer+"="+spelled)
	p.cmd.Stdout, p.cmd.Stderr = said, said
	if err := child.Start(p.cmd); err != nil {
		p.t.Fatal(err)
	}
	testkit.Eventually(p.t, "the server answers", func() bool {
		conn, err := net.Dial("tcp", p.addr)
		if err != nil {
			return false
		}
		conn.Close()
		return strings.Contains(said.String(), "Ctrl-C")
	})
	_, code, _ := strings.Cut(said.String(), "/j/")
	_, token, _ := strings.Cut(said.String(), "/teacher/")
	p.code, p.token = strings.Fields(code)[0], strings.Fields(token)[0]
}

// kill ends the server as the kernel does where memory runs out.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// memory is the most memory that the server had, in bytes; 0 where the system doesn't tell.
func (p *process) memory() int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, line, _ := strings.Cut(string(text), "VmHWM:")
	kib, _ := strconv.Atoi(strings.Fields(line + " 0")[0])
	return kib << 10
}

// entries are all entries of the class of a server that was killed.
func (p *process) entries() (list []store.Entry) {
	t := p.t
	t.Helper()
	st, err := store.Open(t.Context(), p.store)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	classes, err := st.Classes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if store.IsURL(p.store) {
		classes = slices.DeleteFunc(classes, func(id string) bool { return !strings.HasPrefix(id, scope(p.addr)+"/") })
	}
	class := classes[len(classes)-1]
	for after := int64(0); ; after = list[len(list)-1].Seq {
		more, err := st.List(t.Context(), class, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(more) == 0 {
			return list
		}
		list = append(list, more...)
	}
}
