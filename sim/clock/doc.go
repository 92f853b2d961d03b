// Package clock tells the two times of a simulation apart: that of the SDE, and the iterations of
// SGD.
package clock
