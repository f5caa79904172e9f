package class

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/class/store"
)

// The load of the benchmark: a large school that answers in the same seconds.
const (
	loadStudents = 2000
	loadWithin   = 10 * time.Second
	loadRecord   = 100_000 // bytes
	loadViewers  = 500
)

// What must hold on any machine. (How long an answer takes is only reported: that is the machine's.)
const (
	mostMemory = 200e6 // bytes, of the server
	leastRatio = 0.7   // of our rate to that of a plain handler, in turn
)

// recordOf is a record of about so many bytes, with as many lines of samples as that takes.
func recordOf(t testing.TB, size int) []byte {
	text := aRecord(t)
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	var samples []byte
	for line := range bytes.Lines(rest) {
		if bytes.HasPrefix(line, []byte(`{"kind":"sample"`)) {
			samples = append(samples, line...)
		}
	}
	out := append(slices.Clone(first), '\n')
	for len(out) < size && len(samples) > 0 {
		out = append(out, samples...)
	}
	return out
}

// loadOf has students join a server, each with a client, and all of them with connections of their own.
func loadOf(t testing.TB, p *process, n int) (all []*sender) {
	transport := &http.Transport{MaxIdleConnsPerHost: n}
	for i := range n {
		base := &url.URL{Scheme: "http", Host: p.addr}
		web := &http.Client{Transport: transport, Timeout: time.Minute}
		all = append(all, &sender{n: i, client: &client{base: base, http: web}})
	}
	var wg sync.WaitGroup
	work := make(chan *sender)
	for range 32 {
		wg.Go(func() {
			for s := range work {
				var in room.Joined
				form := url.Values{"code": {p.code}, "key": {fmt.Sprintf("student-key-%d", s.n)}}
				if err := s.client.post(t.Context(), "/join", "", form, &in); err != nil {
					t.Error(err)
				}
				s.token = in.Token
			}
		})
	}
	for _, s := range all {
		work <- s
	}
	close(work)
	wg.Wait()
	return all
}

// A taken is how long things took, from the first try to the acknowledgement.
type taken struct {
	mu   sync.Mutex
	each []time.Duration
}

func (k *taken) add(d time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.each = append(k.each, d)
}

// at is the part p of them that took no longer.
func (k *taken) at(p float64) time.Duration {
	slices.Sort(k.each)
	return k.each[min(int(p*float64(len(k.each))), len(k.each)-1)]
}

// BenchmarkClass has 2,000 students send a prediction and a record of 100 kB within the same ten seconds, beside one
// who floods and one who sends garbage. It is one run, whatever b.N is, and reports what it took.
func BenchmarkClass(b *testing.B) {
	file := filepath.Join(b.TempDir(), "class.db")
	for name, where := range map[string]string{"sqlite": file, "postgresql": os.Getenv(postgresEnv)} {
		b.Run(name, func(b *testing.B) {
			if where == "" {
				testkit.Missing(b, "postgresql", "no PostgreSQL: "+postgresEnv+" names no URL of one")
			}
			p := aProcess(b, where)
			all := loadOf(b, p, loadStudents+2)
			record := recordOf(b, loadRecord)
			var answers, records taken
			b.ResetTimer()
			rude, stop := context.WithCancel(b.Context())
			var bad sync.WaitGroup
			var flooded atomic.Int64
			for range 8 {
				bad.Go(func() { flood(rude, all[loadStudents], &flooded) })
			}
			bad.Go(func() { garbage(rude, all[loadStudents+1]) })
			var wg sync.WaitGroup
			for _, s := range all[:loadStudents] {
				wg.Go(func() { s.load(b, record, &answers, &records) })
			}
			wg.Wait()
			b.StopTimer()
			stop()
			bad.Wait()
			memory := p.memory()
			p.kill()
			there := map[string]int{}
			for _, e := range p.entries() {
				there[e.Kind]++
			}
			if there["answer"] != loadStudents || there["record"] != loadStudents {
				b.Errorf("%d answers and %d records are there, of %d", there["answer"], there["record"], loadStudents)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(answers.at(0.5).Seconds()*1e3, "p50-answer-ms")
			b.ReportMetric(answers.at(0.99).Seconds()*1e3, "p99-answer-ms")
			b.ReportMetric(records.at(0.99).Seconds()*1e3, "p99-record-ms")
			b.ReportMetric(float64(memory)/1e6, "peak-MB")
			if memory > mostMemory {
				b.Errorf("the server had %.0f MB, above %.0f", float64(memory)/1e6, mostMemory/1e6)
			}
			b.ReportMetric(float64(flooded.Load()), "flood-requests")
		})
	}
}

// load sends the prediction and the record of one student at a random time.
func (s *sender) load(b *testing.B, record []byte, answers, records *taken) {
	time.Sleep(time.Duration(rand.Float64() * float64(loadWithin)))
	began := time.Now()
	s.patient(b, func() error {
		return s.client.post(b.Context(), "/answer", s.token, url.Values{"key": {"answer-key"}, "lesson": {"two-threads"},
			"question": {"lock"}, "attempt": {"0"}, "answer": {"b"}}, nil)
	})
	answers.add(time.Since(began))
	began = time.Now()
	s.patient(b, func() error { return s.client.record(b.Context(), s.token, "record-key", record) })
	records.add(time.Since(began))
}

// patient tries until it is acknowledged.
func (s *sender) patient(b *testing.B, do func() error) {
	for {
		err := do()
		if err == nil {
			return
		}
		if _, refused := err.(*refusedError); refused {
			b.Error(err)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// flood asks as fast as it is answered.
func flood(ctx context.Context, s *sender, n *atomic.Int64) {
	for ctx.Err() == nil {
		s.client.get(ctx, "/me", s.token, nil)
		n.Add(1)
	}
}

// garbage sends what is no record, and what is no HTTP.
func garbage(ctx context.Context, s *sender) {
	junk := bytes.Repeat([]byte("{\"kind\":[[[[[\xff\x00"), 50_000)
	for ctx.Err() == nil {
		s.client.record(ctx, s.token, "junk-key-1", junk)
		if conn, err := net.Dial("tcp", s.client.base.Host); err == nil {
			conn.SetDeadline(time.Now().Add(time.Second))
			conn.Write(junk)
			io.Copy(io.Discard, conn)
			conn.Close()
		}
	}
}

// BenchmarkClassRate sends as fast as is answered, in turn to the class and to a plain handler that puts the same
// bodies into the same kind of store, and reports the ratio of the rates.
func BenchmarkClassRate(b *testing.B) {
	for name, where := range map[string]string{"sqlite": "", "postgresql": os.Getenv(postgresEnv)} {
		b.Run(name, func(b *testing.B) {
			at := func(file string) string { return filepath.Join(b.TempDir(), file) }
			if name == "postgresql" {
				if where == "" {
					testkit.Missing(b, "postgresql", "no PostgreSQL: "+postgresEnv+" names no URL of one")
				}
				at = func(string) string { return where }
			}
			p := aProcess(b, at("class.db"))
			plain := plainServer(b, at("plain.db"))
			all := loadOf(b, p, 64)
			record := recordOf(b, loadRecord)
			var ratios []float64
			var rates [2][]float64
			b.ResetTimer()
			for round := range 5 {
				ours := rate(b, all, func(s *sender, key string) error {
					return s.client.record(b.Context(), s.token, key, record)
				}, round)
				theirs := rate(b, all, func(s *sender, key string) error {
					got, err := s.client.http.Post(plain+"?key="+key+"&author="+strconv.Itoa(s.n), "", bytes.NewReader(record))
					if err != nil {
						return err
					}
					defer got.Body.Close()
					if got.StatusCode != http.StatusOK {
						return fmt.Errorf("the plain handler: %s", got.Status)
					}
					return nil
				}, round)
				ratios = append(ratios, ours/theirs)
				rates[0], rates[1] = append(rates[0], ours), append(rates[1], theirs)
			}
			slices.Sort(ratios)
			slices.Sort(rates[0])
			slices.Sort(rates[1])
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(rates[0][2], "class/s")
			b.ReportMetric(rates[1][2], "plain/s")
			b.ReportMetric(ratios[2], "ratio")
			if ratios[2] < leastRatio {
				b.Errorf("the class takes %.2f of what the plain handler does, below %.2f", ratios[2], leastRatio)
			}
		})
	}
}

// rate is how many records a second are acknowledged, with 64 who send, three each.
func rate(b *testing.B, all []*sender, send func(s *sender, key string) error, round int) float64 {
	const times = 3
	began := time.Now()
	var wg sync.WaitGroup
	for _, s := range all {
		wg.Go(func() {
			for k := range times {
				s.patient(b, func() error { return send(s, fmt.Sprintf("record-key-%d-%d", round, k)) })
			}
		})
	}
	wg.Wait()
	return float64(times*len(all)) / time.Since(began).Seconds()
}

// asPlain makes the test binary the plain server: its value is the store.
const asPlain = "CORERACE_TEST_PLAIN"

// plainServer starts a process with a handler of net/http that reads a body and puts it into a store, and nothing else.
func plainServer(b *testing.B, where string) string {
	said := &lockedBuffer{}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asPlain+"="+where)
	cmd.Stdout, cmd.Stderr = said, said
	if err := child.Start(cmd); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	testkit.Eventually(b, "the plain server listens", func() bool { return strings.Contains(said.String(), "\n") })
	return strings.TrimSpace(said.String())
}

// servePlain is that process.
func servePlain(where string) error {
	st, err := store.Open(context.Background(), where)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + l.Addr().String())
	class := "plain-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			_, err = st.Put(r.Context(), store.Entry{Class: class, Author: r.URL.Query().Get("author"),
				Key: r.URL.Query().Get("key"), Kind: "record", Head: []byte("{}"), Body: body}, nil)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
}

// BenchmarkClassViewers has 500 browsers look at the live page, and reports the share of a core that the server uses.
func BenchmarkClassViewers(b *testing.B) {
	p := aProcess(b, filepath.Join(b.TempDir(), "class.db"))
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	transport := &http.Transport{MaxIdleConnsPerHost: loadViewers}
	var events atomic.Int64
	used := func(seen bool) float64 {
		before, began := cpuOf(p.cmd.Process.Pid), time.Now()
		time.Sleep(5 * time.Second)
		if seen && events.Load() < loadViewers {
			b.Errorf("%d viewers saw %d events", loadViewers, events.Load())
		}
		return (cpuOf(p.cmd.Process.Pid) - before).Seconds() / time.Since(began).Seconds()
	}
	idle := used(false)
	for range loadViewers {
		req, err := http.NewRequestWithContext(ctx, "GET", "http://"+p.addr+"/live/events", nil)
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+p.token)
		go func() {
			got, err := transport.RoundTrip(req)
			if err != nil {
				return
			}
			defer got.Body.Close()
			buf := make([]byte, 4096)
			for {
				n, err := got.Body.Read(buf)
				events.Add(int64(strings.Count(string(buf[:n]), "event: cores")))
				if err != nil {
					return
				}
			}
		}()
	}
	testkit.Eventually(b, "all see something", func() bool { return events.Load() > loadViewers })
	b.ResetTimer()
	busy := used(true)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(100*busy, "%-of-a-core")
	b.ReportMetric(100*idle, "%-idle")
}

// cpuOf is the CPU time of a process, by Linux.
func cpuOf(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
