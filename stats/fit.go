package stats

// Fit is a stable law fitted to samples. SE holds the standard errors of its
// parameters, NaN where there are none; LogLik is the log-likelihood that was
// maximised, NaN for an estimator that maximises none; N the samples used.
type Fit struct {
	Stable
	SE     Stable
	LogLik float64
	N      int
}

// Estimate is the tail index of the fit.
func (f Fit) Estimate() Estimate { return Estimate{Alpha: f.Alpha, SE: f.SE.Alpha, N: f.N} }
