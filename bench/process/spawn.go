package process

import (
	"fmt"
	"os"
	"strings"

	"corerace/bench/child"
	"corerace/bench/role"
	"corerace/bench/worker"
)

// spawn forks and execs this program as a worker. It isn't started where the system wouldn't grant it its memory: the
// runtime of Go ends with a traceback then, before the worker could say why.
func spawn(i int, arena *os.File, more []*os.File) (*process, error) {
	if err := worker.Granted(worker.StartBytes); err != nil {
		return nil, err
	}
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
	if childLife != nil {
		defer childLife.Close()
		cmd.ExtraFiles = append(cmd.ExtraFiles, childLife)
	}
	if arena != nil {
		cmd.ExtraFiles = append(append(cmd.ExtraFiles, arena), more...)
	}
	cmd.Env = workerEnv(os.Environ(), pipes.Stdin, arena != nil, len(cmd.ExtraFiles))
	if err := child.Start(cmd); err != nil {
		p.hangUp()
		pipes.Out.Close()
		return nil, err
	}
	p.clock.execed = worker.Clock()
	return p, nil
}

// workerEnv returns the environment of a worker: GOMAXPROCS=1, since a worker is one core's worth of work, and no
// second's sleep at the end of a program with the race detector.
func workerEnv(env []string, stdin *os.File, shared bool, files int) []string {
	race := "atexit_sleep_ms=0"
	var out []string
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case worker.Env, "GOMAXPROCS":
		case "GORACE":
			race = v + " " + race
		default:
			out = append(out, kv)
		}
	}
	way := worker.ByPipe
	if shared {
		way = worker.ByMemory
	}
	return append(out, role.Set(worker.Env, worker.EnvValue(way, files), stdin), "GOMAXPROCS=1", "GORACE="+race)
}
