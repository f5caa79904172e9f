package hostile

import (
	"strings"
)

// Names names try to leave every format that they are written to.
var Names = []string{
	`</style></script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `=HYPERLINK("http://x.example")`,
	"a|b\n| c", "\x1b[31mred\x1b[0m", "\u202eevil", `]]><svg onload="alert(1)">`, `javascript:alert(1)`,
	"../../etc/passwd", "a,b\r\nc",
	"```\n# heading", "日本語 ≥ µ", strings.Repeat("long", 200), "\xff\xfe", `{{.}}`,
}
