// Package command races commands: programs that know nothing of this one.
//
// A [Set] says what was typed: variants, numbers of workers, parameters. It becomes a [race.Contest], whose rounds are
// those of any race. A sample is one run of a command, which bench/command/starter starts, watches and accounts for.
//
//	what was typed ──Set──> cells ──Contest──> rounds of bench/race ──> a run of the command each
//
// What is known of a workload isn't of a command: its names are its user's, whether it does the same work each time is
// not for this package to say unless it is asked to compare outputs, and how many workers it has is what it was told.
package command
