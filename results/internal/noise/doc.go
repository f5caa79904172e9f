// Package noise draws what a round adds to a measurement, in the shapes that were seen on busy machines. The tests of
// the statistics simulate runs with it.
package noise
