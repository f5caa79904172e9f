// Package process is the parent's side of worker processes: it starts them, asks them, watches over them, and puts
// others in the place of those that die.
//
//	spawn ──hello──> ready ──job──> working ──done──> ready      a process, by its pipe
//	                           └──killed, silent, wrong──> replaced, and its share run again
//
// A worker process is this very program, started again (Go can't fork without exec), or a lean image of it: what it
// serves with is bench/worker, which is all that it runs. Shares are claimed from memory that the processes share, or
// sent to them; blocks of bytes lie in memory that they map, or are sent, too. This package knows the contract of a
// mode. It knows nothing of rounds or samples: who measures processes is above.
package process
