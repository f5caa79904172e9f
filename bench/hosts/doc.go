// Package hosts is the mode whose workers may be on other machines.
//
//	command ──questions, a line each──> corerace-hosts ──lots──> engine ──> workers, on any machine
//	        <──sums and what they cost──
//
// The engine is NATS JetStream, and it is in a program of its own beside the command, which starts it when a pool is
// opened for the first time, and not before: whoever doesn't use the mode has no server and no open port. This package is
// the light side of it: it asks (bench/hosts/tell), checks what is answered as it does everywhere, and knows nothing of the
// engine.
package hosts
