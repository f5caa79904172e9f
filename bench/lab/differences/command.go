package differences

import (
	"embed"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"corerace/bench/child"
	"corerace/bench/language/python"
)

// programs are the experiments in Python, a file each, and what they have alike.
//
//go:embed python/*.py
var programs embed.FS

// command returns what does the experiment on a subject, in a folder, and the pipes to it. It isn't started.
func (e *Experiment) command(s Subject, dir string) (*exec.Cmd, child.Pipes, error) {
	if s.Way.ofPython() {
		return e.inPython(s, dir)
	}
	cmd, p, err := part(e.Name + " " + string(s.Way))
	if err == nil {
		cmd.Dir = dir
		cmd.Env = append(cmd.Env, "TMPDIR="+dir)
	}
	return cmd, p, err
}

// part returns this program as a part of an experiment, whose errors nobody reads.
func part(name string) (*exec.Cmd, child.Pipes, error) {
	cmd, p, err := child.Again(argument)
	if err == nil {
		cmd.Env = child.HelperEnv(os.Environ(), Env, name, p.Stdin)
		cmd.Stderr = nil
	}
	return cmd, p, err
}

// inPython returns an interpreter with the program of an experiment. That is a file, since start methods import the
// main module again, and what it makes lies in its folder.
func (e *Experiment) inPython(s Subject, dir string) (*exec.Cmd, child.Pipes, error) {
	for _, name := range []string{"common.py", e.Name + ".py"} {
		b, err := fs.ReadFile(programs, "python/"+name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), b, 0o600)
		}
		if err != nil {
			return nil, child.Pipes{}, err
		}
	}
	p, err := child.OpenPipes()
	if err != nil {
		return nil, child.Pipes{}, err
	}
	way := "thread"
	if s.Way == PythonProcess {
		way = "process"
	}
	env := append(python.Environ(os.Environ()), "CORERACE_WAY="+way, "CORERACE_START="+s.Start,
		"CORERACE_NAMES=/"+filepath.Base(dir), "CORERACE_PART=", "TMPDIR="+dir)
	main := filepath.Join(dir, e.Name+".py")
	return &exec.Cmd{Path: s.Python.Path, Args: []string{s.Python.Path, "-S", "-E", "-B", main}, Dir: dir,
		Env: env, Stdin: p.Stdin, Stdout: p.Stdout}, p, nil
}
