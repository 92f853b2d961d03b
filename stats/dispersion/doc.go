// Package dispersion tells how much the laws of many series (the noise of each parameter of a network, say) differ
// beyond the error of estimation. Two methods, neither of which needs that error to be known:
//
//   - [ByBlocks]: analysis of variance of 1/alpha from the log-moments of blocks of samples. No law is assumed.
//   - [ByHalves]: covariance, over the series, of two estimates of alpha from two halves of the samples.
//
// The series may share their minibatches: what samples of one time have in common may make all series dependent. Both
// methods only multiply figures from different times, which are independent unless the laws differ, so that the mean of
// either estimate is 0 where all laws are equal. Samples of different times must be independent of each other.
//
// Where the series fill a matrix (rows: output units), both methods split the variance into parts between rows, between
// columns and of the elements.
package dispersion
