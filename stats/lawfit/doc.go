// Package lawfit fits the rivals of a stable law to samples about 0 by exact maximum likelihood: Gaussian, Laplace,
// Student-t, generalised Gaussian, Gaussians of log-normal and of two scales.
package lawfit
