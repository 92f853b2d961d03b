// Package screen looks at the first samples of a series before any law is fitted to it: the step of the grid that its
// values were rounded to, the values that repeat as no law with a density lets them (atoms), and the centre of the
// rest.
//
// An estimator that takes an atom for noise reads the spacing of the rest as a heavy tail, and one that takes a rounded
// value for an exact one finds structure below the step. Package verdict therefore counts a series through a Screen.
package screen
