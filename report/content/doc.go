// Package content is what a report says of a race before it has a form: the [Document], its sentences, its tables and
// pictures.
//
// A record is a file that came from somewhere. Every name in it is cleaned by package legible, and every list is
// capped. This package knows records and what they bear, and no format.
package content
