//go:build unix

package child

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// parentEnv makes the test binary a parent of a group that a test kills.
const parentEnv = "CORERACE_CHILD_TEST_PARENT"

func TestMain(m *testing.M) {
	Hook()
	if os.Getenv(parentEnv) != "" {
		parent()
	}
	os.Exit(m.Run())
}

// family is a shell that starts a process of its own and says both pids.
func family(t interface{ Fatal(...any) }, g *Group) (pids []int) {
	cmd := exec.Command("sh", "-c", "sleep 1000 & echo $$ $!; wait")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.Stdout = w
	err = g.Start(cmd)
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields(line) {
		pid, err := strconv.Atoi(word)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

type fatal struct{}

func (fatal) Fatal(args ...any) {
	fmt.Println(args...)
	os.Exit(1)
}

// parent starts a group, says the pids of all in it, and waits to be killed.
func parent() {
	g, err := NewGroup()
	if err != nil {
		fatal{}.Fatal(err)
	}
	for _, pid := range append(family(fatal{}, g), g.leader) {
		fmt.Println(pid)
	}
	io.Copy(io.Discard, os.Stdin)
	os.Exit(0) // without closing the group
}

func TestAGroupEndsWithEverythingInIt(t *testing.T) {
	g, err := NewGroup()
	if err != nil {
		t.Fatal(err)
	}
	pids := family(t, g)
	if len(pids) != 2 {
		t.Fatal(pids)
	}
	g.Close()
	g.Close()
	testkit.Gone(t, append(pids, g.leader)...)
	if err := g.Start(exec.Command("true")); err == nil {
		t.Error("a closed group starts a process")
	}
}

func TestAGroupEndsWithItsParent(t *testing.T) {
	for name, end := range map[string]func(*exec.Cmd, io.Closer){
		"killed":  func(cmd *exec.Cmd, _ io.Closer) { cmd.Process.Kill() },
		"exiting": func(_ *exec.Cmd, in io.Closer) { in.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), parentEnv+"=1")
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			var pids []int
			for say := bufio.NewScanner(out); len(pids) < 3 && say.Scan(); {
				pid, err := strconv.Atoi(say.Text())
				if err != nil {
					t.Fatal(say.Text())
				}
				pids = append(pids, pid)
			}
			end(cmd, in)
			cmd.Wait()
			testkit.Gone(t, pids...)
		})
	}
}
