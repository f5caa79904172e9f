// Package locks says what the experiments on interpreter locks bear: a row for each experiment, lock and setting, the
// models beside the interpreters, and which of the targets the models meet.
//
// It knows the lines of the record, and neither how a lock is made nor how an experiment is run.
package locks
