// Package verdict says which law a series of independent samples follows.
//
// A [Dyadic] histogram counts the samples by powers of two, so that a series of any length takes
// constant memory. Families of laws (SaS, Gaussian, Laplace, Student-t, generalised Gaussian,
// Gaussian of log-normal scale) are fitted to its counts. [Verdict] then says whether the series is
// Gaussian, stable, something else with heavy or light tails, or undecided. A [DyadicBank] does so
// for many series at once, and [Compare] fits the laws to the samples themselves.
package verdict
