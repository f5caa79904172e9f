package testkit

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// withoutEnv names, with commas between, what tests do without although it is here: another processor or release of Go
// changes nothing in how a browser lays a page out.
const withoutEnv = "CORERACE_WITHOUT"

// Chromium finds a browser, or skips the test as Missing does.
func Chromium(t testing.TB) string {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv(withoutEnv), ","), "chromium") {
		t.Skip(withoutEnv + " leaves out what needs a browser")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "chromium", "no chromium found")
	return ""
}
