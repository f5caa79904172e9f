// Package class puts together what a class predicted and measured: the records of many people, in which an answer is
// one more kind of line beside its measurement.
//
//	folders ─> Collect ─┐
//	            a room ─┴> Builder.Add ─> Class ─> Questions: predictions against measurements
//	                                          └──> Runs: speedups and conditions, by machine
//
// Folders come from a USB stick, or as a learning platform hands them out: nested, with odd names, with files that are
// no records, or damaged. Each first folder is somebody's; what can't be read is a [Fault] and keeps nothing else from
// being shown. People have pseudonyms unless names are asked for. A run whose conditions bear no claim keeps its place,
// and its figures aren't taken for speedups.
//
// This package knows records and what races bear. It keeps no record: of each there is what is drawn.
package class
