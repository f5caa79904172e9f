// Package far is for tests: a network of its own, at the end of a wire that takes time and can be cut.
//
//	this network ── tun ──[ this process holds each packet for a while ]── tun ── a network namespace
//	      10.x.y.1                                                          10.x.y.2
//
// The two devices are the kernel's, and so are the connections that go over them: a cut wire loses packets, and nobody is
// told. It takes root, /dev/net/tun, and the programs ip, nsenter and sleep. It knows nothing of what goes over the wire.
package far

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/child"
	"corerace/bench/testkit"
)

// thing is what CORERACE_REQUIRE calls it.
const thing = "netns"

// A Network is one that is there until the test is over.
type Network struct {
	// Here and There are the addresses of this end and of the other one.
	Here, There string

	t      testing.TB
	holder int // process that keeps the namespace
	delay  time.Duration
	cut    atomic.Bool
}

// number tells the networks of this process apart.
var number atomic.Int64

// Start makes a network that each packet takes delay to, and from. Where that can't be done the test is skipped.
func Start(t testing.TB, delay time.Duration) *Network {
	t.Helper()
	if os.Getuid() != 0 {
		testkit.Missing(t, thing, "only root makes networks")
	}
	pid, n := os.Getpid(), int(number.Add(1))
	net := fmt.Sprintf("10.%d.%d.", 64+pid>>8&63, pid&255)
	w := &Network{Here: net + strconv.Itoa(4*n+1), There: net + strconv.Itoa(4*n+2), t: t, delay: delay}
	w.hold()
	name := fmt.Sprintf("far%d-%d", pid, n)
	here, there := w.device(name+"h"), w.device(name+"t")
	w.ip("link", "set", name+"t", "netns", strconv.Itoa(w.holder))
	w.ip("addr", "add", w.Here+"/30", "dev", name+"h")
	w.ip("link", "set", name+"h", "up")
	for _, args := range []string{"addr add " + w.There + "/30 dev " + name + "t", "link set " + name + "t up",
		"link set lo up"} {
		w.must(exec.Command("nsenter", w.args(append([]string{"ip"}, strings.Fields(args)...)...)...))
	}
	go w.carry(here, there)
	go w.carry(there, here)
	return w
}

// hold starts a process that does nothing, in a network of its own, which ends with it.
func (w *Network) hold() {
	w.t.Helper()
	c := exec.Command("sleep", "infinity")
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := child.Start(c); err != nil {
		testkit.Missing(w.t, thing, "no network namespace can be made: "+err.Error())
	}
	w.holder = c.Process.Pid
	w.t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
}

// device makes one end of the wire.
func (w *Network) device(name string) *os.File {
	w.t.Helper()
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		testkit.Missing(w.t, thing, "no /dev/net/tun: "+err.Error())
	}
	of, err := unix.NewIfreq(name)
	if err == nil {
		of.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, of)
	}
	if err != nil {
		unix.Close(fd)
		testkit.Missing(w.t, thing, "no device for a wire can be made: "+err.Error())
	}
	end := os.NewFile(uintptr(fd), name) // not before: then it is told whether the device can be waited for
	w.t.Cleanup(func() { end.Close() })
	return end
}

func (w *Network) ip(args ...string) {
	w.t.Helper()
	w.must(exec.Command("ip", args...))
}

// must runs a command that makes a part of the network.
func (w *Network) must(c *exec.Cmd) {
	w.t.Helper()
	if text, err := c.CombinedOutput(); err != nil {
		testkit.Missing(w.t, thing, fmt.Sprintf("%s: %v: %s", strings.Join(c.Args, " "), err, text))
	}
}

// args are those of nsenter for a command over there.
func (w *Network) args(command ...string) []string {
	return append([]string{fmt.Sprintf("--net=/proc/%d/ns/net", w.holder), "--"}, command...)
}

// Command is a command that runs over there.
func (w *Network) Command(command ...string) *exec.Cmd {
	return exec.Command("nsenter", w.args(command...)...)
}

// Script is a line of a shell that runs, over there and in the shell's place, a program with the script's arguments.
func (w *Network) Script(program string) string {
	return "exec nsenter " + strings.Join(w.args("'"+program+"'"), " ") + ` "$@"`
}

// Cut cuts the wire, or mends it.
func (w *Network) Cut(cut bool) { w.cut.Store(cut) }

// ahead is how many packets may be on the wire; more are lost, as on any.
const ahead = 4096

// carry takes packets from one end to the other, each late by the delay, in order, until an end is closed.
func (w *Network) carry(from, to *os.File) {
	type packet struct {
		b  []byte
		at time.Time
	}
	wire := make(chan packet, ahead)
	go func() {
		for p := range wire {
			time.Sleep(time.Until(p.at))
			if !w.cut.Load() {
				to.Write(p.b) // what the other end doesn't take is lost
			}
		}
	}()
	defer close(wire)
	for {
		b := make([]byte, 1<<16)
		n, err := from.Read(b)
		if err != nil {
			return
		}
		select {
		case wire <- packet{b[:n:n], time.Now().Add(w.delay)}:
		default:
		}
	}
}
