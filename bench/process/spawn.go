package process

import (
	"fmt"
	"os"
	"strings"

	"corerace/bench/child"
	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
)

// spawn forks and execs the image of this program that is best as a worker.
func spawn(i int, arena *os.File, more []*os.File) (*process, error) {
	return spawnFrom("", i, arena, mode.HandOver{Files: more}, nil)
}

// spawnFrom is spawn from the image that a value of the option stands for, where the worker doesn't come to its workload
// by an entry: that needs this very program. Nothing is started where the system wouldn't grant it its memory: the
// runtime of Go ends with a traceback then, before the worker could say why.
func spawnFrom(option string, i int, arena *os.File, blocks mode.HandOver, entry *Entry) (*process, error) {
	if entry != nil {
		option = imageOwn
	}
	from, err := imageOf(option)
	if err != nil {
		return nil, err
	}
	if err := system.Startable(max(1, int(starting.Load()))); err != nil {
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
	cmd.Path = from.path
	p := &process{i: i, image: from.name, cmd: cmd, in: pipes.In, out: pipes.Out, life: life,
		wire: worker.NewFrameReader(rawPipeOf(pipes.Out)), to: rawPipeOf(pipes.In), exited: make(chan struct{})}
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
		cmd.ExtraFiles = append(append(cmd.ExtraFiles, arena), blocks.Files...)
	}
	if entry != nil && system.WiresApart {
		cmd.ExtraFiles = append(cmd.ExtraFiles, pipes.Stdout) // the last: see worker.Enter
	}
	way := worker.ByPipe
	switch {
	case arena != nil:
		way = worker.ByMemory
	case codecOf(blocks.Way) != nil:
		way = worker.ByCodec
	}
	cmd.Env = append(workerEnv(os.Environ()), p.roleOf(worker.EnvValue(way, len(cmd.ExtraFiles)), pipes.Stdin))
	if err := child.StartCalm(cmd); err != nil {
		p.hangUp()
		pipes.Out.Close()
		return nil, err
	}
	p.clock.execed = system.Clock()
	return p, nil
}

// mallocArenas is how many places the C library allocates at (mallopt(3)). A program with cgo in it, as most that import
// net are, has one made ready by each thread of Go's runtime, and none uses it.
const mallocArenas = "MALLOC_ARENA_MAX"

// workerEnv returns the environment of a worker without its role: GOMAXPROCS=1, since a worker is one core's worth of
// work, no second's sleep at the end of a program with the race detector, and one place where the C library allocates.
func workerEnv(env []string) []string {
	race, arenas := "atexit_sleep_ms=0", mallocArenas+"=1"
	var out []string
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case worker.Env, worker.EntryEnv, "GOMAXPROCS":
		case "GORACE":
			race = v + " " + race
		case mallocArenas:
			arenas = kv
		default:
			out = append(out, kv)
		}
	}
	return append(out, "GOMAXPROCS=1", "GORACE="+race, arenas)
}
