// Package noise holds the driving processes of one coordinate: symmetric alpha-stable, Gaussian,
// their sum, truncated, tempered, compound Poisson, and samples drawn again. Each has a text form,
// the increments over a step, and the tails of its Levy measure, of which exit rates are made.
package noise
