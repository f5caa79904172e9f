// Package scene says where something was measured: the machine, what was in the way, and stretches of what its cores
// did. What isn't known isn't said to be 0.
//
// It knows a record's machine, epoch and stream of cores, and what may be claimed under which conditions; neither modes
// nor results.
package scene
