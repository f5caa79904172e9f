package process

import (
	"fmt"
	"os"
	"strings"

	"corerace/bench/child"
	"corerace/bench/worker"
)

// spawn forks and execs this program as a worker, which comes to its workload by an entry, or has it in its list.
func spawn(i int, arena *os.File, more []*os.File, entry *Entry) (*process, error) {
	cmd, pipes, err := child.Again(fmt.Sprint(worker.Argument, i))
	if err != nil {
		return nil, err
	}
	defer pipes.LetGo()
	childLife, life, err := lifeline()
	if err != nil {
		pipes.Close()
		return nil, err
	}
	p := &process{i: i, cmd: cmd, in: pipes.In, out: pipes.Out, life: life, wire: worker.NewFrameReader(rawPipeOf(pipes.Out)),
		to: rawPipeOf(pipes.In), exited: make(chan struct{})}
	if entry != nil {
		words, w, err := listen()
		if err != nil {
			p.hangUp()
			pipes.Out.Close()
			return nil, err
		}
		defer w.Close()
		p.said = words
		p.enterBy(entry, w)
	}
	if childLife != nil {
		defer childLife.Close()
		cmd.ExtraFiles = append(cmd.ExtraFiles, childLife)
	}
	if arena != nil {
		cmd.ExtraFiles = append(append(cmd.ExtraFiles, arena), more...)
	}
	way := worker.ByPipe
	if arena != nil {
		way = worker.ByMemory
	}
	cmd.Env = append(workerEnv(os.Environ()), p.roleOf(worker.EnvValue(way, len(cmd.ExtraFiles)), pipes.Stdin))
	if err := child.Start(cmd); err != nil {
		p.hangUp()
		pipes.Out.Close()
		return nil, err
	}
	p.clock.execed = worker.Clock()
	return p, nil
}

// workerEnv returns the environment of a worker without its role: GOMAXPROCS=1, since a worker is one core's worth of
// work, and no second's sleep at the end of a program with the race detector.
func workerEnv(env []string) []string {
	race := "atexit_sleep_ms=0"
	var out []string
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case worker.Env, worker.EntryEnv, "GOMAXPROCS":
		case "GORACE":
			race = v + " " + race
		default:
			out = append(out, kv)
		}
	}
	return append(out, "GOMAXPROCS=1", "GORACE="+race)
}
