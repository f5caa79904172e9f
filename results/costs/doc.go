// Package costs says what the experiments of bench/cost bear: from which length on a share and a job pay (grain), what
// a message costs (talk), and how two kinds of pools compare (pools).
//
// What was measured is kept apart from what it says: a Run holds the samples, its summary the estimates and the
// sentences. Whether the machine was too busy for any of them is asked of results/conditions.
//
// It knows the numbers of results/stats and no way to measure or draw.
package costs
