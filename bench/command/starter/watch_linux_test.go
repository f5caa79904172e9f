package starter

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/testkit"
)

// What is measured is looked at for far less of the time than what isn't.
func TestLooksTakeTheirShareOfTheTime(t *testing.T) {
	const us, ms = time.Microsecond, time.Millisecond
	measured, examined := paceOf(Request{Look: 30 * ms}), paceOf(Request{Look: 30 * ms, Examine: true})
	if measured.first != 30*ms || examined.first != firstLook || paceOf(Request{}).first != firstLook {
		t.Errorf("the first looks are after %v and %v", measured.first, examined.first)
	}
	for _, c := range []struct {
		p               pace
		ran, took, want time.Duration
	}{
		{measured, 30 * ms, 100 * us, 30 * ms},
		{measured, 30 * ms, ms, 200 * ms},
		{measured, 10 * time.Second, 100 * us, lastLook},
		{examined, 30 * ms, 100 * us, 3 * ms},
		{examined, 5 * ms, 10 * us, firstLook},
		{examined, 30 * ms, ms, 20 * ms},
		{examined, 10 * time.Second, 100 * us, lastLook},
	} {
		if got := c.p.next(c.ran, c.took); got != c.want {
			t.Errorf("%+v: the next look is %v behind one of %v after %v, %v expected", c.p, got, c.took, c.ran, c.want)
		}
	}
}

// The end of a command wakes up no reader, which would be in its way: its pipes end when it has been waited for.
func TestTheEndOfACommandEndsNoPipe(t *testing.T) {
	f, err := openFiles(Request{Capture: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	fds := f.fds()
	pid, err := syscall.ForkExec("/bin/true", []string{"true"}, &syscall.ProcAttr{Files: fds})
	if err != nil {
		t.Fatal(err)
	}
	newFamily(pid, &meter{}).wait()
	for _, o := range f.outlets() {
		raw, err := o.read.SyscallConn()
		if err != nil {
			t.Fatal(err)
		}
		raw.Control(func(fd uintptr) {
			poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
			if n, err := unix.Poll(poll, 0); n != 0 || err != nil {
				t.Errorf("a reader of a command that said nothing wakes up at its end: %d, %v, %+v", n, err, poll)
			}
		})
	}
	f.letGo()
	for _, o := range f.outlets() {
		if b, err := io.ReadAll(o.read); len(b) > 0 || err != nil {
			t.Errorf("%q, %v", b, err)
		}
	}
}

// A command that floods its standard error when it has been silent for a while is read at once, and not only when
// somebody looks next: a tenth of a second of silence, and more than any pipe has room for, take no second tenth.
func TestAFloodThatComesLateIsNotHeldUp(t *testing.T) {
	const flood = 100_000_000
	script := fmt.Sprintf("sleep %%s; head -c %d /dev/zero >&2", flood)
	better := false
	for range 5 { // on a busy machine one of them may be held up by others
		early := ask(t, Request{}, fmt.Sprintf(script, "0"))
		late := ask(t, Request{}, fmt.Sprintf(script, "0.2"))
		if len(early.Err) > 8192 || len(late.Err) > 8192 || len(late.Err) == 0 {
			t.Fatalf("%d and %d bytes are kept", len(early.Err), len(late.Err))
		}
		t.Logf("%v, and %v after 200 ms of silence", early.Wall, late.Wall)
		if better = late.Wall-200*time.Millisecond < 2*early.Wall; better {
			break
		}
	}
	if !better {
		t.Error("a flood behind some silence takes twice as long")
	}
}

// Whoever waits for a command that is stopped, and that nobody lets go on, would wait for ever.
func TestACommandThatStoppedIsEndedEarly(t *testing.T) {
	t.Parallel()
	for script, by := range map[string]string{"kill -STOP $$": "SIGSTOP", "sleep 1000 & kill -TSTP $! $$": "SIGTSTP",
		"kill -TTIN $$": "SIGTTIN"} {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			mark := fmt.Sprintf("%s=%d-%s", marked, os.Getpid(), by)
			rep := ask(t, Request{Env: []string{mark}}, script+"; sleep 1000")
			nothingLeft(t, mark)
			if !strings.Contains(rep.Stopped, by) || rep.Late || rep.Signal == "" {
				t.Errorf("%+v", rep)
			}
		})
	}
}

// One of several that is stopped is none of ours to judge, and what was stopped and goes on is none either.
func TestACommandThatGoesOnIsNotStopped(t *testing.T) {
	t.Parallel()
	rep := ask(t, Request{}, "sleep 0.3 & p=$!; kill -STOP $p; sleep 0.3; kill -CONT $p; wait $p")
	if rep.Stopped != "" || rep.Signal != "" || rep.Tree.Exit != 0 {
		t.Errorf("%+v", rep)
	}
}

// Time in which whoever looks was stopped, too, isn't known to be the command's.
func TestATimeWithoutLooksIsNotStoppedTime(t *testing.T) {
	cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	if err := cmd.Process.Signal(unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	testkit.Eventually(t, "the child to be stopped", func() bool {
		return state(fmt.Sprintf("/proc/%d/stat", cmd.Process.Pid)) == 'T'
	})
	l := &looks{at: time.Now().Add(-time.Hour)}
	l.look()
	if l.stopped != longestGap {
		t.Errorf("it was stopped for %v", l.stopped)
	}
	cmd.Process.Signal(unix.SIGCONT)
	testkit.Eventually(t, "the child to go on", func() bool { l.look(); return l.stopped == 0 })
}
