// Package series counts and judges many series at once, the gradient noise of each parameter of a network, say, in
// memory that is constant for each series.
//
// A [Stream] takes draws (one value of every series at a time), whose centre is known, and counts them; [Stream.Judge]
// makes a [Bank] of the counts: alpha, scale and verdict of every series, and the [Laws] of every array of series. The
// series share their draws, as parameters share minibatches, and are no independent sample of each other: errors of
// figures over many series are by leaving out groups of draws.
//
// What package internal/each counts of the series of a file is here, too: a [Ladder] of block sums, [Contrasts] of
// blocks for the dispersion of the laws, and their drift with the block size ([Falls]).
package series
