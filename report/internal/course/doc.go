// Package course makes up runs that a report can be drawn of, alike each time. Tests draw them.
package course
