package process

import (
	"fmt"
	"os"
	"os/exec"
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
	path, err := child.Executable()
	if err != nil {
		return nil, err
	}
	pipes, err := child.OpenPipes()
	if err != nil {
		return nil, err
	}
	defer pipes.LetGo()
	childLife, life, err := lifeline()
	if err != nil {
		pipes.Close()
		return nil, err
	}
	p := &process{i: i, in: pipes.In, out: pipes.Out, life: life, wire: worker.NewFrameReader(rawPipeOf(pipes.Out)),
		to: rawPipeOf(pipes.In), exited: make(chan struct{})}
	p.cmd = &exec.Cmd{
		Path:   path,
		Args:   []string{os.Args[0], fmt.Sprint(worker.Argument, i)},
		Stdin:  pipes.Stdin,
		Stdout: pipes.Stdout,
		Stderr: os.Stderr,
	}
	if childLife != nil {
		defer childLife.Close()
		p.cmd.ExtraFiles = append(p.cmd.ExtraFiles, childLife)
	}
	if arena != nil {
		p.cmd.ExtraFiles = append(append(p.cmd.ExtraFiles, arena), more...)
	}
	p.cmd.Env = workerEnv(os.Environ(), pipes.Stdin, arena != nil, len(p.cmd.ExtraFiles))
	if err := child.Start(p.cmd); err != nil {
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
