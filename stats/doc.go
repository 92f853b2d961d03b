// Package stats is the map of the statistics below it; it holds no code.
//
//   - [levyscope/stats/law]: probability laws, one a file: density, tails, quantile, sampler.
//   - [levyscope/stats/tail]: estimators of a tail index or of a stable law, and of exceedances over a threshold.
//   - [levyscope/stats/verdict]: histograms by powers of two, families of laws fitted to them, and the verdict
//     which law a series follows.
//   - [levyscope/stats/dispersion]: how much the laws of many series differ beyond the error of estimation.
//
// law imports nothing of this module, tail imports law, verdict imports both, and dispersion tail.
package stats
