// Package class serves the live page of this machine, the lessons and the pages of a class, and is the student's end of
// it.
//
//	browser ──> host, origin, rate ──> token ──> handler ──> room ──> store
//	        <── pages, and by one stream each what has changed
//
// Every address stands in one table, with who may ask for it, and a test walks through all of them with every kind of
// token. What any server of a network needs stands in gate, what a class is in room, and what is kept in store: this
// package and gate alone import net/http. It measures nothing: a race or the experiment of a lesson is the command
// itself, started as a child.
package class
