package class

import (
	"os/exec"
	"runtime"
)

// openBrowser shows an address in the browser, where this system has a program for that.
func openBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	exec.Command(name, args...).Start() // the address is on the terminal, too
}
