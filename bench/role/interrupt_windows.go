package role

import (
	"os"
	"os/signal"
)

// IgnoreInterrupt makes this process go on at an interrupt, which the terminal sends to all that was started in it: its
// parent says when it ends. signal.Ignore doesn't do that here. It takes the signal from Go's handler, and the system's
// own then ends the process; a channel that nobody reads keeps it.
func IgnoreInterrupt() { signal.Notify(make(chan os.Signal, 1), os.Interrupt) }
