package series

import "levyscope/stats/verdict"

// A Parameter is what is known of one series, with U = g - centre. Figures that do not exist are NaN.
type Parameter struct {
	N         int     // finite draws
	Missing   int     // NaN and infinite draws; a series with one has no law
	Zeros     int     // draws with g = 0 exactly: the atom of an inactive unit
	Positive  int     // draws outside the atom with U > 0
	Negative  int     // and with U < 0
	Dead      bool    // all draws are equal
	AtomShare float64 // Zeros/N
	Coarse    bool    // draws outside the atom repeat, as of a grid or of few examples: the verdict is undecided

	Alpha     float64 // tail index of SaS by likelihood of the counts of |U|, the atom left out
	AlphaSE   float64 // its standard error; NaN at an end of the search
	AlphaLow  float64 // 95 % interval; it holds near alpha = 2 as well, where the error is one-sided or missing
	AlphaHigh float64
	Sigma     float64 // scale of the same fit, in units of U
	SigmaSE   float64

	LogMoment    float64    // 1/alpha by block log-moments of the draws outside the atom in their order, K1 = Block or 32
	LogMomentAll float64    // the same over all draws, the atom taken for noise at -centre, as in the literature
	Ladder       [6]float64 // 1/alpha of the draws outside the atom at each of BlockSizes
	Halves       [2]float64 // alpha by likelihood on two halves: alternating blocks of 32 draws

	Sd        float64 // of U over all draws, about 0
	Kurtosis  float64 // m4/m2^2 of U over all draws, about 0; 3 for a Gaussian
	Skewness  float64 // m3/m2^1.5
	MedianAbs float64 // median of |U| outside the atom, from the counts

	Kind      verdict.Kind // decided together with all series of its array
	Judged    bool         // false: fewer than 8 draws outside the atom, dead, or with missing draws: no verdict
	Best      string       // the law with the smallest BIC, with its parameters
	PGaussian float64      // p-values of the series alone: see verdict.Verdict
	PStable   float64
	PFinite   float64
	QGaussian float64 // adjusted over the array by Benjamini and Hochberg's method
	QStable   float64
	QFinite   float64
	PSigns    float64 // of even signs of U: two-sided sign test
	QSigns    float64 // adjusted over the array
}

// A Histogram is the signed counts of U of one series by quarter octave, zeros of g apart. Bin k of either side is
// Edges[k] <= |U| < Edges[k+1].
type Histogram struct {
	Edges  []float64 // (bins + 1) of |U|, ascending; empty if nothing was counted
	Below  []int     // (bins) draws with U < 0
	Above  []int     // (bins) draws with U > 0
	Zeros  int       // draws with g = 0 exactly
	Centre int       // draws with U = 0 and g not 0
	// OpenLow and OpenHigh say that the first bin also holds what lies below it, and the last what lies above it.
	OpenLow, OpenHigh bool
}
