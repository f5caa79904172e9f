package report

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/report/chart"
	"corerace/report/internal/course"
)

// browse runs chromium on a file and returns its output and what it logged.
func browse(t *testing.T, file string, flags ...string) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // of a machine that others use, too
	defer cancel()
	args := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr", "--log-level=0",
		"--user-data-dir=" + t.TempDir(),
	}, flags...)
	cmd := exec.CommandContext(ctx, testkit.Chromium(t), append(args, "file://"+file)...)
	cmd.WaitDelay = 5 * time.Second
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("chromium: %v\n%s", err, log.Bytes())
	}
	return out.String(), log.String()
}

// browsersOwn are the requests that chromium makes for itself, whatever page it shows.
var browsersOwn = regexp.MustCompile(`"url":"https?://[a-z0-9.-]+\.(google|googleapis|gvt1)\.com/`)

func pageFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, render(t, course.Fixture(course.Small), "html")[0].Data, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestABrowserReadsThePage(t *testing.T) {
	netLog := filepath.Join(t.TempDir(), "net.json")
	dom, log := browse(t, pageFile(t), "--dump-dom", "--log-net-log="+netLog)
	for _, want := range []string{
		"<h3>mandelbrot: goroutines beat processes by 2.0 %</h3>", ">1.95×</text>",
		"<caption>What was measured, by cell</caption>",
		`aria-labelledby="fig-cores-t fig-cores-d"`,
	} {
		if !strings.Contains(dom, want) {
			t.Errorf("the page in the browser doesn't hold %s", want)
		}
	}
	for line := range strings.Lines(log) {
		if strings.Contains(line, "CONSOLE") {
			t.Errorf("the browser complains: %s", line)
		}
	}
	asksForNothing(t, netLog, "report.html")
}

// asksForNothing looks for requests to anywhere in the log of a browser that showed a file.
func asksForNothing(t *testing.T, netLog, file string) {
	t.Helper()
	requests, err := os.ReadFile(netLog)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(requests, []byte(file)) {
		t.Error("the log of the network doesn't even hold the page")
	}
	for _, url := range regexp.MustCompile(`"url":"(?:https?|wss?):[^"]*"`).FindAllString(string(requests), -1) {
		if !browsersOwn.MatchString(url) {
			t.Errorf("the page asked for %s", url)
		}
	}
}

// The same file is light or dark, as its reader's system is.
func TestThePageFollowsTheColourScheme(t *testing.T) {
	file := pageFile(t)
	for scheme, isDark := range map[int]bool{dark: true, light: false} {
		if !isDark && !testkit.Long() {
			continue // what a browser shows where nothing is asked for: a start of it costs a second
		}
		shot := filepath.Join(t.TempDir(), "page.png")
		browse(t, file, "--screenshot="+shot, "--window-size=1100,1000",
			fmt.Sprintf("--blink-settings=preferredColorScheme=%d", scheme))
		img := readPNG(t, shot)
		background, inkShare := img.At(3, 3), differing(img, 3, 3)
		want := chart.Themes[chart.Light][chart.Bg]
		if isDark {
			want = chart.Themes[chart.Dark][chart.Bg]
		}
		if r, g, b, _ := background.RGBA(); uint8(r>>8) != want.R || uint8(g>>8) != want.G || uint8(b>>8) != want.B {
			t.Errorf("scheme %d: the background is %v, want %v", scheme, background, want)
		}
		if inkShare < 0.02 {
			t.Errorf("scheme %d: only %.3f of the page is drawn on", scheme, inkShare)
		}
	}
}

func readPNG(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// differing is the share of the pixels that don't have the colour of the one at x, y.
func differing(img image.Image, x, y int) float64 {
	r0, g0, b0, _ := img.At(x, y).RGBA()
	box, n := img.Bounds(), 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r != r0 || g != g0 || b != b0 {
				n++
			}
		}
	}
	return float64(n) / float64(box.Dx()*box.Dy())
}
