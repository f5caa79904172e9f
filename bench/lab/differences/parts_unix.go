//go:build linux || darwin

package differences

import "maps"

// mayRun is why the parts of this program can't be played here, or nil.
func mayRun() error { return nil }

// parts are what this program does in the experiments, by the experiment: the goroutine, the process, and the programs
// that either starts.
func parts() map[string]map[string]func(teller) {
	all := map[string]map[string]func(teller){
		"global":       {"goroutine": globalGoroutine, "process": globalProcess, "worker": globalWorker},
		"closure":      {"goroutine": closureGoroutine, "process": closureProcess},
		"surroundings": {"goroutine": surroundingsGoroutine, "process": surroundingsProcess, "worker": surroundingsWorker},
		"offset":       {"goroutine": offsetGoroutine, "process": offsetProcess, "worker": offsetWorker},
		"exception":    {"goroutine": exceptionGoroutine, "process": exceptionProcess},
		"seed":         {"goroutine": seedGoroutine, "process": seedProcess, "worker": seedWorker},
		"mains":        {"goroutine": mainsGoroutine, "process": mainsProcess, "worker": mainsWorker},
		"forked":       {"goroutine": forkedGoroutine, "process": forkedProcess, "worker": forkedWorker},
		"death": {"goroutine": deathGoroutine, "process": deathProcess, "goroutines": deathGoroutines,
			"processes": deathProcesses, "panic": deathPanic, "kill": deathKill, "other": deathOther},
		"status": {"goroutine": statusGoroutine, "process": statusProcess, "goroutines": statusGoroutines,
			"exception": statusPanic, "small": statusExit(7), "big": statusExit(263), "kill": deathKill},
		"orphan": {"goroutine": orphanGoroutine, "process": orphanProcess, "goroutines": orphanGoroutines,
			"processes": orphanProcesses, "worker": orphanWorker, "short": func(teller) {}},
		"daemon": {"goroutine": daemonGoroutine, "process": daemonProcess, "goroutines": daemonGoroutines,
			"processes": daemonProcesses, "worker": daemonWorker},
		"unflushed": {"goroutine": unflushedGoroutine, "process": unflushedProcess, "goroutines": unflushedGoroutines,
			"processes": unflushedProcesses, "short": func(teller) {}},
		"lock": {"goroutine": lockGoroutine, "process": lockProcess, "goroutines": lockGoroutines, "worker": lockWorker},
		"drain": {"goroutine": drainGoroutine, "process": drainProcess, "goroutines": drainGoroutines,
			"small": drainWorker(1 << 10), "big": drainWorker(1 << 20)},
		"empty": {"goroutine": emptyGoroutine, "process": emptyProcess, "worker": emptyWorker},
		"cpu":   {"goroutine": cpuGoroutine, "process": cpuProcess, "worker": cpuWorker},
	}
	maps.Copy(all, memoryParts())
	return all
}
