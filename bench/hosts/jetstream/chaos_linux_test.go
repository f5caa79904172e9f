package jetstream

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/workloads"
)

// Workers are killed at random, and a host is cut off for up to 2 s at random: every sum is right.
func TestChaosCostsNoSum(t *testing.T) {
	testkit.NeedsLong(t)
	long := 5 * time.Second
	if testkit.All() {
		long = time.Minute
	}
	seed := rand.Uint64()
	t.Log("seed", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	w := workloads.Primes()
	local := openLocal(t, w, 2, true)
	d, far := openFar(t, w, time.Millisecond)
	end := time.Now().Add(long)
	var all sync.WaitGroup
	all.Go(func() {
		for time.Now().Before(end) {
			time.Sleep(time.Duration(rng.IntN(1500)) * time.Millisecond)
			for _, pid := range childrenOf(os.Getpid()) {
				if rng.IntN(4) == 0 {
					syscall.Kill(pid, syscall.SIGKILL)
				}
			}
			far.set(true)
			time.Sleep(time.Duration(rng.IntN(2000)) * time.Millisecond)
			far.set(false)
		}
	})
	for jobs := 0; time.Now().Before(end); jobs++ {
		r := jobOf(t, w, 300*time.Millisecond)
		ran, err := local.run(t.Context(), r)
		if err != nil {
			t.Fatalf("job %d here: %v", jobs, err)
		}
		checkRan(t, ran, r, w)
		// Of hosts two are asked for anew before every sample, as they may be gone.
		d.letGo()
		testkit.Eventually(t, "a host is back", func() bool { return len(d.session.here()) >= 2 })
		if _, err := d.open(t.Context(), openOf(w, 2, true)); err != nil {
			continue // it went between the two
		}
		ran, err = d.run(t.Context(), r)
		if err != nil {
			if strings.Contains(err.Error(), "in the place of one that was lost") || strings.Contains(err.Error(), "silent for") {
				continue // both were, and the sentence says so
			}
			t.Fatalf("job %d of hosts: %v", jobs, err)
		}
		checkRan(t, ran, r, w)
	}
	all.Wait()
}

// childrenOf are the processes that a process has started.
func childrenOf(pid int) (all []int) {
	tasks, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, task := range tasks {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, task.Name()))
		for _, f := range strings.Fields(string(text)) {
			var n int
			if fmt.Sscan(f, &n); n > 1 {
				all = append(all, n)
			}
		}
	}
	return all
}

// netns is what a test needs to have networks of its own.
const netns = "netns"

// inNamespace makes a network namespace with a wire to it, and returns how commands are run in it, the addresses of both
// ends, and how the wire is cut and mended. Where that isn't allowed the test is skipped.
func inNamespace(t *testing.T) (run []string, ours string, set func(state string)) {
	t.Helper()
	name := fmt.Sprintf("corerace%d", os.Getpid()%100_000)
	here, there := fmt.Sprintf("crh%d", os.Getpid()%100_000), fmt.Sprintf("crt%d", os.Getpid()%100_000)
	ip := func(args string) error {
		text, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ip %s: %w: %s", args, err, text)
		}
		return nil
	}
	if err := ip("netns add " + name); err != nil {
		testkit.Missing(t, netns, "no network namespace can be made here: "+err.Error())
	}
	t.Cleanup(func() { ip("netns del " + name); ip("link del " + here) })
	for _, args := range []string{
		"link add " + here + " type veth peer name " + there + " netns " + name,
		"addr add 10.213.7.1/30 dev " + here, "link set " + here + " up",
		"-n " + name + " addr add 10.213.7.2/30 dev " + there, "-n " + name + " link set " + there + " up",
	} {
		if err := ip(args); err != nil {
			testkit.Missing(t, netns, "no network namespace can be made here: "+err.Error())
		}
	}
	return []string{"ip", "netns", "exec", name}, "10.213.7.1", func(state string) {
		if err := ip("link set " + here + " " + state); err != nil {
			t.Error(err)
		}
	}
}

// A host in a network of its own: the sums hold, also while its wire is pulled for 2 s, and where the kernel can delay
// packets, the delay is in the price of a lot.
func TestAHostInANetworkOfItsOwn(t *testing.T) {
	testkit.NeedsLong(t)
	run, ours, set := inNamespace(t)
	const delay = 10 * time.Millisecond
	wire := append([]string{}, run[3], "tc", "qdisc", "add", "dev", fmt.Sprintf("crt%d", os.Getpid()%100_000), "root",
		"netem", "delay", "10ms")
	text, err := exec.Command("ip", append([]string{"netns", "exec"}, wire...)...).CombinedOutput()
	delayed := err == nil
	if !delayed {
		t.Logf("the kernel delays no packets here: %v %s", err, text)
	}
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Listen: ours + ":0", Access: tell.Access{TokenFile: token}})
	cmd := exec.Command(run[0], append(run[1:], "/proc/self/exe")...)
	if self, err := os.Executable(); err == nil {
		cmd = exec.Command(run[0], append(run[1:], self)...)
	}
	cmd.Env = append(os.Environ(), envHost+"="+string(encode(tell.Join{URL: d.door.url, Label: "far", Workers: 1,
		Wait: time.Minute, Access: tell.Access{TokenFile: token}})))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Signal(syscall.SIGTERM)
	d.await(t, 1)
	w := workloads.Primes()
	if _, err := d.open(t.Context(), openOf(w, 1, true)); err != nil {
		t.Fatal(err)
	}
	r := tell.Run{Size: w.Size, Share: w.Size, Passes: 20, Chunk: 1, Silence: 10 * time.Second}
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	t.Logf("%d lots took %v each to hand over", ran.HandOvers, ran.HandOver)
	if delayed && ran.HandOver < delay {
		t.Errorf("%v each, and the wire takes %v", ran.HandOver, delay)
	}
	r.Passes = 400
	time.AfterFunc(100*time.Millisecond, func() { set("down") })
	time.AfterFunc(2100*time.Millisecond, func() { set("up") })
	if ran, err = d.run(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
}
