package gate

import (
	"os/exec"
	"runtime"
)

// OpenBrowser shows an address in the browser, where this system has a program for that.
func OpenBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	exec.Command(name, args...).Start() // the address is on the terminal, too
}
