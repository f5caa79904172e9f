// Package legible is what everything that is shown is made of before it has a form: names that are clean of what a
// terminal would obey, figures in words, tables as plain rows of text, and pictures as rows along an axis.
//
// Every list is capped here, and what a cap leaves out is said. This package knows estimates, and neither a record nor
// a format: who writes a form escapes for that form and needs no other care.
package legible
