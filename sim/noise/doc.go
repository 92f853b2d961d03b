// Package noise holds the processes L that drive one coordinate of the SDE: symmetric
// alpha-stable (SaS), Gaussian, the sum of the two, truncated, tempered, compound Poisson, and
// samples drawn with replacement.
//
// A Noise is plain data with a text form that Parse reads. Drivers gives its increments over a
// step, Tails the rates of its jumps above and below a threshold, from which exit rates are
// computed.
//
// To add a kind of noise, add a constant to Kind, the fields of its parameters to Noise, a row to
// kinds, and a file with its declaration.
package noise
