package stats

import "math"

func skewedProb(alpha, beta, z float64) float64                 { return math.NaN() }
func skewedLogProb(alpha, beta, z float64) float64              { return math.NaN() }
func skewedTails(alpha, beta, z float64) (float64, float64)     { return math.NaN(), math.NaN() }
func skewedQuantile(alpha, beta, p float64, upper bool) float64 { return math.NaN() }
