//go:build race

package kernel_test

// raceDetector says that the race detector is on, under which sync.Pool drops what it is given at random.
const raceDetector = true
