// Package clock names the two times of a simulation: the time of the SDE, and the number of
// iterations of SGD.
package clock
