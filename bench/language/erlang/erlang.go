// Package erlang is Erlang: processes of its own, which share nothing and run on schedulers, one in each thread of the
// system, without a lock over them.
package erlang

import (
	"embed"
	"time"

	"corerace/bench/language/runtimes"
)

//go:embed race.erl
var program string

//go:embed twins
var twins embed.FS

// whole asks for the whole version, of which the runtime itself knows the first number alone.
const whole = `R = erlang:system_info(otp_release),
V = case file:read_file(filename:join([code:root_dir(), "releases", R, "OTP_VERSION"])) of {ok, B} -> B; _ -> R end,
io:format("Erlang/OTP ~s", [V]), halt().`

// compile makes a module of a source, and load runs one. The arguments are behind -extra.
const (
	compile = `[Source, Made] = init:get_plain_arguments(),
case compile:file(Source, [binary, report_errors, brief]) of
	{ok, _, Module} -> ok = file:write_file(Made, Module), halt(0);
	_ -> halt(1)
end.`
	load = `[Made | Rest] = init:get_plain_arguments(), {ok, Module} = file:read_file(Made),
Began = erlang:monotonic_time(nanosecond), {module, race} = code:load_binary(race, Made, Module),
race:main(erlang:monotonic_time(nanosecond) - Began, Rest).`
)

// start runs erl with as many schedulers as there are workers, who are its third argument, and each on one of its own.
// Schedulers without work sleep (+sbwt none): by default they wait busily for a while, which would look like work.
const start = `erl=$0 load=$1; shift
exec "$erl" -noinput -boot no_dot_erlang +S "$3:$3" +sbwt none +sbwtdcpu none +sbwtdio none -eval "$load" -extra "$@"`

// Language is Erlang/OTP 22 or later, with atomics.
func Language() *runtimes.Language {
	return &runtimes.Language{
		Name: "erlang", Title: "Erlang/OTP", Names: []string{"erl"},
		Ask:     []string{"-noinput", "-boot", "no_dot_erlang", "-eval", whole},
		Version: `^Erlang/OTP ((?:2[2-9]|[3-9]\d)(?:\.\d+)*)\s*$`, Get: "Debian has it as erlang-base",
		Drop: []string{"ERL"},
		Ways: []runtimes.Way{
			runtimes.OneWorker("Erlang", "a process on its one scheduler"),
			{Name: "schedulers", Doc: "Processes of Erlang, each on a scheduler of its own, which is a thread (+S, +sbwt none), " +
				"that claim shares by an atomic add."},
		},
		Starts:  160 * time.Millisecond,
		Program: program, File: "race.erl", Twins: twins,
		Make: func(r *runtimes.Runtime, source, program string) []string {
			return []string{r.Path, "-noinput", "-boot", "no_dot_erlang", "-eval", compile, "-extra", source, program}
		},
		Run: func(r *runtimes.Runtime, program string) []string {
			return []string{"/bin/sh", "-c", start, r.Path, load, program}
		},
	}
}
