// Package exits holds the statistics of exits: exit times under censoring (mean, Kaplan-Meier
// survival, the test for an exponential law of Cox and Oakes), overshoots beyond a wall, and the
// transitions between basins with the generators of Markov chains that they estimate.
package exits
