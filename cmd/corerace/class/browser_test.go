package class

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/class/store"
)

// A browser is one of its own, with one page, and what it logged and asked for.
type browser struct {
	t       *testing.T
	ctx     context.Context
	mu      sync.Mutex
	console []string
	asked   []string
}

// aBrowser starts a browser.
func aBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts browsers")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	alloc, stop := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(testkit.Chromium(t)), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.UserDataDir(t.TempDir()))
	t.Cleanup(stop)
	page, closed := chromedp.NewContext(alloc)
	t.Cleanup(closed)
	b := &browser{t: t, ctx: page}
	b.do(chromedp.Navigate("about:blank")) // a first action, before the context is used elsewhere
	if _, err := chromedp.Call(page, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	requests, console := chromedp.Events(page, network.RequestWillBeSent), chromedp.Console(page)
	go func() {
		for e, err := range requests {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.asked = append(b.asked, e.Request.URL)
			b.mu.Unlock()
		}
	}()
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.console = append(b.console, fmt.Sprint(m.Type)+": "+m.Text)
			b.mu.Unlock()
		}
	}()
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// shows waits until the page has a text. A page that is just left has none.
func (b *browser) shows(text string) {
	b.t.Helper()
	has := fmt.Sprintf("!!document.body && document.body.innerText.includes(%q)", text)
	defer func() {
		if b.t.Failed() {
			now, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
			b.t.Logf("the page has no %q, but\n%s", text, now)
		}
	}()
	testkit.Eventually(b.t, "the page shows "+text, func() bool {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](has))
		return ok && err == nil
	})
}

// click clicks what a selector of CSS finds.
func (b *browser) click(selector string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(selector))) }

// wellBehaved reports what the browser complained about, but for what it could not reach while the server was away, and
// what it asked others for.
func (b *browser) wellBehaved(base string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.console {
		if !strings.Contains(line, "net::ERR_CONNECTION_REFUSED") && !strings.Contains(line, "net::ERR_INCOMPLETE_CHUNKED") &&
			!strings.Contains(line, "net::ERR_EMPTY_RESPONSE") && !strings.Contains(line, "net::ERR_CONNECTION_RESET") {
			b.t.Errorf("the browser says %s", line)
		}
	}
	for _, url := range b.asked {
		if !strings.HasPrefix(url, base) && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			b.t.Errorf("the page asked for %s", url)
		}
	}
	if len(b.asked) < 3 {
		b.t.Errorf("only %d requests were seen", len(b.asked))
	}
}

// axe runs axe-core on the page, in both schemes, where CORERACE_AXE names its axe.min.js; else it says that it didn't.
func (b *browser) axe(what string) {
	b.t.Helper()
	b.t.Run("axe on "+what, func(t *testing.T) {
		path := os.Getenv("CORERACE_AXE")
		if path == "" {
			testkit.Missing(t, "axe", "CORERACE_AXE names no axe.min.js")
		}
		b.findsNothing(path, what)
	})
}

// findsNothing runs the axe-core of a file.
func (b *browser) findsNothing(path, what string) {
	b.t.Helper()
	code, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		feature := emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{&feature}}
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
			b.t.Fatal(err)
		}
		b.do(runs(string(code)))
		said, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](
			`axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes[0].html).join("; "))`,
			chromedp.EvalAwaitPromise))
		if err != nil || said != "" {
			b.t.Errorf("%s, %s: axe says %q, %v", what, scheme, said, err)
		}
	}
}

// A restartable class is one whose server ends and starts again at the same address, on the same store.
type restartable struct {
	t     *testing.T
	path  string
	addr  string
	s     *Server
	stop  func()
	began room.Begin
}

func aRestartable(t *testing.T) *restartable {
	r := &restartable{t: t, path: filepath.Join(t.TempDir(), "class.db"), addr: "127.0.0.1:0"}
	r.start()
	t.Cleanup(func() { r.stop() })
	return r
}

func (r *restartable) url() string { return "http://" + r.addr }

// start starts the server.
func (r *restartable) start() {
	r.t.Helper()
	st, err := store.Open(r.t.Context(), r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	course := aCourse(r.t, "en")
	in, err := room.Open(r.t.Context(), st, course.Lessons, r.began)
	if err != nil {
		r.t.Fatal(err)
	}
	races := Races{Dir: r.t.TempDir(), Command: []string{os.Args[0]},
		Workloads: []string{"primes"}, Modes: []string{"serial"}}
	if r.s, err = NewServer(Config{Room: in, Course: course, Log: r.t.Output(), Races: races}); err != nil {
		r.t.Fatal(err)
	}
	l, err := net.Listen("tcp", r.addr)
	if err != nil {
		r.t.Fatal(err)
	}
	r.addr = l.Addr().String()
	r.s.SetAddress(r.url())
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { r.s.Run(ctx); close(ended) }()
	srv := r.s.HTTP()
	go srv.Serve(gate.Limited(l))
	r.stop = sync.OnceFunc(func() { cancel(); <-ended; shutDown(srv); st.Close() })
}

// Three people at once: join, predict, hand in, see the reveal; the server ends and starts again in the middle, and an
// answer that was given meanwhile arrives.
func TestAClassInThreeBrowsers(t *testing.T) {
	r := aRestartable(t)
	teacher, phone, laptop := aBrowser(t), aBrowser(t), aBrowser(t)
	teacher.do(chromedp.Navigate(r.url() + "/teacher/" + r.s.TeacherToken()))
	teacher.shows(room.SpelledCode(r.s.room.Code))
	teacher.axe("the wall")
	phone.do(chromedp.Navigate(r.url()))
	phone.axe("the door")
	phone.do(chromedp.SendKeys(chromedp.CSS("#code"), strings.ToLower(room.SpelledCode(r.s.room.Code))))
	phone.click("button")
	phone.shows("Otter")
	laptop.do(chromedp.Navigate(r.s.JoinLink()), chromedp.SendKeys(chromedp.CSS("#name"), "Ada"))
	laptop.click("button")
	laptop.shows("Ada")
	teacher.shows("2 here")
	phone.axe("a question")
	phone.click("input[value=same]")
	phone.click("form button")
	phone.shows("Your answer is kept")
	teacher.shows("1 answered")
	if err := r.s.room.Record(t.Context(), r.s.room.Student(cookieOf(t, laptop)), "record-key-1", aRecord(t)); err != nil {
		t.Fatal(err)
	}
	teacher.shows("1 with a record")

	r.stop()
	laptop.click("input[value=twice]")
	laptop.click("form button")
	laptop.shows("sent again by itself")
	teacher.shows("The connection is lost")
	r.start()
	laptop.shows("Your answer is kept")
	teacher.shows("2 answered")

	teacher.click("button[value=reveal]")
	for _, b := range []*browser{phone, laptop} {
		b.shows("predicted")
		b.shows("yours")
	}
	phone.axe("the reveal")
	teacher.do(runs(`document.getElementById("people").open = true; document.getElementById("more").open = true`))
	teacher.axe("all of the wall")
	teacher.click("button[value=next]")
	phone.shows("question 2")
	for _, b := range []*browser{teacher, phone, laptop} {
		b.wellBehaved(r.url())
	}
}

// cookieOf is the token that a student's browser has.
func cookieOf(t *testing.T, b *browser) string {
	t.Helper()
	got, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(got.Cookies, func(c *network.Cookie) bool { return c.Name == studentCookie })
	if i < 0 {
		t.Fatal("the browser has no token")
	}
	return got.Cookies[i].Value
}

// runs has a page run a script on a page.
func runs(code string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool](code+"; true")(ctx, t)
		return err
	})
}
