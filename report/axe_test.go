package report

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"corerace/bench/testkit"
)

// axe-core finds nothing on any page. CORERACE_AXE names its axe.min.js, which this repository doesn't hold (npm
// package axe-core); without it the test is skipped.
func TestAxeFindsNothing(t *testing.T) {
	path := os.Getenv("CORERACE_AXE")
	if path == "" {
		t.Skip("CORERACE_AXE names no axe.min.js")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	run := fmt.Appendf(nil, `<script>%s</script><script>axe.run().then(r => {
const out = document.createElement("pre");
out.id = "axe";
out.textContent = r.passes.length + " rules passed; " + r.violations.map(v => v.id + ": " + v.nodes[0].html).join("; ");
document.body.append(out);
})</script></body>`, bytes.ReplaceAll(axe, []byte("</script"), []byte(`<\/script`)))
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	first := map[string]bool{} // of each kind one page, and all with --all
	for _, names := range pageKinds {
		first[names[0]] = true
	}
	for name, page := range allPages(t) {
		if !first[name] && !testkit.All() {
			continue
		}
		page = policy.ReplaceAll(page, nil)
		file := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(file, bytes.Replace(page, []byte("</body>"), run, 1), 0o666); err != nil {
			t.Fatal(err)
		}
		for scheme := range 2 {
			dom, _ := browse(t, file, "--dump-dom", "--virtual-time-budget=30000",
				fmt.Sprintf("--blink-settings=preferredColorScheme=%d", scheme))
			said := regexp.MustCompile(`(?s)<pre id="axe">(\d+ rules passed; )(.*?)</pre>`).FindStringSubmatch(dom)
			if said == nil || said[2] != "" {
				t.Errorf("%s, scheme %d: axe says %q", name, scheme, html.UnescapeString(fmt.Sprint(said)))
			}
		}
	}
}
