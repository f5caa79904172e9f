// Package lesson is the lessons: what stands in their files, what an answer is held against, and how one is gone
// through line by line.
//
//	say      a text
//	predict  a question, a choice or a number: kept before anything runs
//	run      an experiment on this machine
//	show     what was measured, with the prediction as a hollow mark
//	explain  how the two compare, and why
//	modify   one thing is changed, and the question asked again
//	check    a question that is answered from what was learnt
//
// A lesson's file asks and never claims: what is said of numbers are sentences of our own, chosen by where an interval
// lies ([Topic]). A file with a figure and its unit in a text is refused.
//
// The package knows the lines of answers and nothing of how anything is measured: experiments come in by [Bench]. It
// knows no terminal either: a [Passage] keeps and says what there is, a [Player] shows that in lines, and pages show it
// screen by screen.
package lesson
