// Package content is what a report says before it has a form: the [Document], its sentences, its tables as plain rows of
// text, and pictures that are rows along an axis.
//
// A record is a file that came from somewhere. Here every name in it is cleaned of control characters, every list is
// capped, and what a cap leaves out is said; who writes a form escapes for that form and needs no other care. This
// package knows records and what they bear, and no format.
package content
