package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/bench/machine"
)

func TestWrongCommandLinesAreRefusedWithTheNearestRightOne(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, want := range map[string]string{
		"run --precision 2":                                          `"2" is not a share: did you mean "2%"?`,
		"run --precision 200%":                                       "not within 0% and 100%",
		"run --precision 0%":                                         "not within 0% and 100%",
		"run --precision=":                                           "--precision is empty",
		"run --workers 0":                                            "numbers from 1",
		"demo --workers 0":                                           "--workers is 0",
		"run --workloads primes,primes":                              "workload primes is there twice",
		"run --modes gil,gil:interval=5ms":                           "mode gil is there twice",
		"grain --modes gil,gil":                                      "mode gil is there twice",
		"demo --modes gil,gil":                                       "mode gil is there twice",
		"run --workers 2,1,2":                                        "number of workers 2 is there twice",
		"pools --only shares,shares":                                 "row shares is there twice",
		"gil --against python9,python9":                              "interpreter python9 is there twice",
		"run --all --workers 2,02":                                   "number of workers 2 is there twice",
		"compare --run --workers 2,2 a b":                            "number of workers 2 is there twice",
		"compare --run --modes gil,gil a b":                          "mode gil is there twice",
		"compare --run --workloads primes,primes a b":                "workload primes is there twice",
		"compare --run --workloads primes --workers 0 nosuch nosuch": "numbers from 1",
		"run --budget 5":                                             `--budget is "5": a length of time such as 30s or 2m expected`,
		"run --rounds x":                                             `--rounds is "x": a whole number expected`,
		"run --rounds 99999999999999999999":                          `--rounds is "99999999999999999999": a number that is closer to 0 expected`,
		"run --quick=maybe":                                          `--quick is "maybe": true or false expected`,
		`run --workers "1`:                                           `--workers is "\"1": `,
		"exec --rounds x -- true":                                    `--rounds is "x": a whole number expected`,
		"exec --runs 5 -- true":                                      "--runs, as in hyperfine: here it is --rounds N",
		"exec -r 5 true":                                             "-r, as in hyperfine: here it is --rounds N",
		"exec -N true":                                               "-N, as in hyperfine: here there is no shell",
		"exec -w3 true":                                              "-w, as in hyperfine: here one warm-up round",
		"exec --shell=none true":                                     "--shell, as in hyperfine: here there is no shell",
		"exec --runds 5 true":                                        `did you mean "--rounds"?`,
		"exec -x true":                                               `unknown flag "-x": see corerace exec --help`,
		"run --disturb x":                                            "--disturb",
		"help nosuch":                                                `unknown command "nosuch"`,
		"help lst":                                                   `did you mean "list"?`,
		"help lesson lst":                                            `unknown command "lst": did you mean "list"?`,
		"launch":                                                     "slurm, kubernetes or ssh",
		"launch slrum":                                               `unknown way "slrum": did you mean "slurm"?`,
		"launch slurm":                                               "--join is \"\": nats://HOST:PORT",
		"launch slurm x":                                             "slurm takes no arguments",
		"launch slurm --join nats://a:1":                             "--token-file is",
		"launch slurm --join nats://t@a:1":                           "--join has a user or a token",
		"launch slurm --join nats://a:1 --token-file t --hosts 0":   `--hosts is "0": 1 to 256 expected`,
		"launch slurm --join nats://a:1 --token-file t -o nosuch/x": "folder isn't there",
		"launch slurm --workers 0":                                  "--workers is 0",
		"launch kubernetes --join nats://a:1":                       "--image is",
		"launch kubernetes --memory 1Gi":                            `--memory: "1Gi" is not an amount of memory`,
		"launch kubernetes --memory=":                               "--memory",
		"launch ssh --join nats://a:1 --token-file t":               "--to has 0 machines",
		"launch ssh --to=":                                          "--to is empty",
		"launch ssh --to a,b,a":                                     "machine a is there twice",
		"launch ssh --time 5m":                                      "--time needs --run",
		"completion nosh":                                           `unknown shell "nosh": one of bash`,
		"completion":                                                "needs a shell",
		"run -v":                                                    `unknown flag "-v": see corerace run --help`,
		"list --json":                                               `unknown flag "--json": see corerace list --help`,
		"report --format gif x":                                     `unknown format "gif": one of`,
		"run --workloads primes --modes=":                           "--modes is empty",
		"run --workers= --workloads primes":                         "--workers is empty",
		"gil --against=":                                            "--against is empty",
		"pools --only=":                                             "--only is empty",
		"report --format SVG x":                                     `did you mean "svg"?`,
		"report --figure rounds-toy x":                              "--figure needs --format svg, png or pdf",
		"report --format svg --figure= x":                           "--figure is empty",
		"talk -o nosuch/t.svg":                                      "folder isn't there",
		"grain -o .":                                                "-o: open .",
		"run --out= --rounds 1":                                     "--out is empty",
		"run --resume=":                                             "--resume is empty",
		"run --python= --rounds 1":                                  "--python is empty",
		"run --hosts-wait 5s":                                       "without them no other machine joins",
		"run --hosts-wait 0s":                                       "without them no other machine joins",
		"run --hosts-url nats://127.0.0.1:1":                        "isn't among --modes",
		"run --hosts-listen 127.0.0.1:99999":                        "host:port expected",
		"host --join nats://a:99999":                                "up to 65535",
		"host --join nats://a:1 --token-file nosuch":                "--token-file",
		"host --join nats://a:1 --token-file .":                     "it is a folder",
		"exec -- no-such-program":                                   "can't be started",
		"exec --prepare no-such-program -- true":                    "--prepare: program",
		"exec --dir nosuch -- true":                                 "not a folder",
		"exec --input nosuch -- cat":                                "--input: stat nosuch",
		"exec --input /dev/zero -- cat":                             "it is a device",
		"exec --param level=no-such-program -- {level}":             "can't be started",
		"exec --sample p=true,no-such-program -- {p}":               "can't be started",
		"exec --export= -- true":                                    "--export is empty",
		"gil --experiments convoy,convoy":                           "experiment convoy is there twice",
		"gil --dark":                                                "--dark needs --format svg",
		"grain --dark":                                              "--dark needs --format svg",
		"talk --dark --format csv":                                  "--dark needs --format svg",
		"talk --between threads,threads":                            "kind of sides threads is there twice",
		"talk --sizes 1KiB,1024":                                    "size 1024 is there twice",
		"demo --python nosuch":                                      `--python: no Python "nosuch"`,
		"demo --replay two-cores-quiet --python 3":                  "--python and --replay",
		"differences --python none --start fork":                    "--python none has none",
		"report --dark x":                                           "--dark needs --format svg",
		"report --projector x":                                      "--projector needs --format html",
		"report --ascii --format svg x":                             "--ascii is for the format table",
		"compare --workers 2 a b":                                   "--workers needs --run",
		"compare --budget 5s a b":                                   "--budget needs --run",
		"compare --no-lock a b":                                     "--no-lock needs --run",
		"compare --run --real-time thread a b":                      "--real-time is for files of other tools",
		"lesson resume a b":                                         "takes one folder, 2 were given",
		"lesson handout two-threads -o .":                           "-o: open .",
		"lesson key two-threads -o nosuch/x":                        "folder isn't there",
		"lesson two-threads --student=":                             "--student is empty",
		"serve --listen 127.0.0.1:99999":                            "an address with a port",
		"serve --name a/b":                                          "--name has",
		"serve --tls-cert nosuch --tls-key nosuch":                  "--tls-cert: stat nosuch",
		"serve --class --lesson two-thread":                         `did you mean "two-threads"?`,
		"serve --class --rehearse 0":                                "1 to 500",
		"serve --class --import nosuch":                             "--import",
		"serve --class --store=":                                    "--store is empty",
		"join 127.0.0.1:1 ABCD --hand-in .":                         "--hand-in",
	} {
		status, stdout, stderr := command(strings.Fields(line)...)
		if status != exitUsage || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, %q\n%s", line, status, stderr, stdout)
		}
	}
	if left, _ := os.ReadDir("."); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestVersionIsThatOfTheBuild(t *testing.T) {
	_, byFlag, _ := command("--version")
	status, byCommand, _ := command("version")
	if status != exitDone || byFlag != byCommand || !strings.HasPrefix(byFlag, "corerace ") ||
		!strings.Contains(byFlag, " go1.") {
		t.Errorf("%q and %q", byFlag, byCommand)
	}
}

func TestCompletionGoesOnAfterAComma(t *testing.T) {
	_, stdout, _ := command("__complete", "run", "--modes", "gil,se")
	lines := strings.Split(stdout, "\n")
	if !slices.Contains(lines, "gil,serial") || slices.Contains(lines, "gil,gil") {
		t.Errorf("got %q", lines)
	}
	_, stdout, _ = command("__complete", "compare", "--run", "--modes", "gil,se")
	if !strings.Contains(stdout, "gil,serial\n") {
		t.Errorf("got %q", stdout)
	}
	_, stdout, _ = command("__complete", "report", "../../results/recorded/two-cores.jsonl", "--format", "svg",
		"--figure", "")
	if !strings.Contains(stdout, "rounds-mandelbrot\n") {
		t.Errorf("got %q", stdout)
	}
}

// Another run holds the lock, and is never waited for.
func TestAFolderThatCantBeMadeIsFoundBeforeTheLock(t *testing.T) {
	unlock, err := machine.Lock(t.Context(), func(int) {})
	if err != nil {
		t.Skip(err)
	}
	defer unlock()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"run", "--rounds", "1", "--out", filepath.Join(file, "x")},
		{"gil", "--rounds", "1", "--out", filepath.Join(file, "x")},
		{"talk", "--rounds", "1", "--python", "none", "--out", filepath.Dir(file)},
		{"compare", "--run", "--out", filepath.Join(file, "x"), os.Args[0], os.Args[0]},
	} {
		if status, _, stderr := command(args...); status == exitDone || strings.Contains(stderr, "waiting") {
			t.Errorf("%v: status %d, %s", args, status, stderr)
		}
	}
}
