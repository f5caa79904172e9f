// Package shared has modes whose workers share something on purpose, so that what that costs can be raced: a variable,
// a line of the cache, a part of the work that only one of them may do.
//
//	own-counters    [1      ][2      ]   a line of the cache for each
//	neighbours      [1 2    ]            two counters in one line: nothing is shared but the line
//	one-atomic      [ 1+2   ]            one counter, atomic additions
//	one-mutex       [ 1+2   ]            one counter behind a lock
//	serial-part     1: ████▐██▌▐█▌       the first share of the work is done by one, while the others wait
//	                2:     ▐██▌▐█▌
//
// The counters are for [Additions], whose items are additions. When the last worker is done, what they hold is compared
// with what was added: a lost addition is an error, and no figure.
//
// They are modes as any, raced in bench/race. They aren't among bench.Modes, for they show one thing and run no other
// work than this.
package shared
