package language

import (
	"corerace/bench/language/c"
	"corerace/bench/language/erlang"
	"corerace/bench/language/guile"
	"corerace/bench/language/java"
	"corerace/bench/language/jython"
	"corerace/bench/language/node"
	"corerace/bench/language/ocaml"
	"corerace/bench/language/perl"
	"corerace/bench/language/php"
	"corerace/bench/language/pypy"
	"corerace/bench/language/r"
	"corerace/bench/language/racket"
	"corerace/bench/language/ruby"
	"corerace/bench/language/runtimes"
	"corerace/bench/language/tcl"
)

// All are the languages beside Python, in the order in which they are shown.
func All() []*runtimes.Language {
	return []*runtimes.Language{
		c.Language(),
		ruby.Language(),
		node.Language(),
		perl.Language(),
		java.Language(),
		ocaml.Language(),
		pypy.Language(),
		jython.Language(),
		ruby.JRuby(),
		guile.Language(),
		php.Language(),
		racket.Language(),
		tcl.Language(),
		erlang.Language(),
		r.Language(),
	}
}
