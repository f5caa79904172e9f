//go:build race

package benchtest

// raceDetector is whether the race detector is on.
const raceDetector = true
