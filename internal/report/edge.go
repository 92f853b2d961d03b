package report

import "math"

// The estimators of a stable law's tail index search it between these ends.
const leastAlpha, mostAlpha = .1, 2

// atEdge reports whether the search for a tail index ended at an end of it, where a standard error tells nothing: the
// estimate is an end, or has no error.
func atEdge(alpha, se float64) bool {
	return finiteNumber(alpha) && (alpha <= leastAlpha || alpha >= mostAlpha || !(se > 0) || math.IsInf(se, 0))
}

// withEdge writes a tail index with its standard error, or, at an edge of its search, with a word on that.
func withEdge(alpha, se float64) string {
	if atEdge(alpha, se) {
		return significant(alpha) + " (edge of the search)"
	}
	return withError(alpha, se)
}

// errorInside is the standard error of a tail index, NaN at an edge of its search.
func errorInside(alpha, se float64) float64 {
	if atEdge(alpha, se) {
		return math.NaN()
	}
	return se
}
