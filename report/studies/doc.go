// Package studies is what a report says of all that isn't one race, before it has a form: what shares, starts and
// messages cost, locks, laws, differences of threads and processes, and several records beside one another.
//
// It knows what the rooms of results make of a record, and no document: what is said of a race is package content's.
package studies
