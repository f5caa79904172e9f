// Package room is a class as a value: who is in it, what was answered and handed in, and how far the lesson is.
//
// It is built from entries of a store and from nothing else, so a server that starts again has the same class:
//
//	Join, Answer, Record, Step ─> store (on the disk) ─> apply ─> what the pages show
//	                              store, at the start ─> apply ─┘
//
// What comes in is checked here, as any foreign file is, and bounded for each student and in all. It knows lessons and
// records, and nothing of a network.
package room
