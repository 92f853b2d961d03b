package kesten

import "math"

// node is a point of the quadrature of a chi-squared law.
type node struct {
	at     float64 // x > 0
	gap    float64 // x - split, without cancellation where that is small
	weight float64 // logarithm of the weight of the node, density included
}

// chiSquared are nodes and weights for expectations under the chi-squared law of k degrees of freedom
// of functions that are smooth but at split, where they may have a kink or a logarithm; a split that is
// not positive is none. The half-line is cut at split and at the mean k, and every piece has the double
// exponential rule of the given pitch, whose nodes crowd at the ends of the piece.
// Source: Takahasi and Mori 1974.
func chiSquared(k, split, pitch float64) []node {
	logNorm := -k/2*math.Ln2 - lnGamma(k/2)
	var nodes []node
	add := func(x, logX, gap, logStep float64) {
		w := (k/2-1)*logX - x/2 + logNorm + logStep
		if w > -900 {
			nodes = append(nodes, node{x, gap, w})
		}
	}
	cuts := []float64{0, k}
	switch {
	case split > k:
		cuts = []float64{0, k, split}
	case split > 0 && split < k:
		cuts = []float64{0, split, k}
	}
	for i := 1; i < len(cuts); i++ {
		finite(cuts[i-1], cuts[i], split, pitch, add)
	}
	beyond(cuts[len(cuts)-1], k, split, pitch, add)
	return nodes
}

// finite adds the nodes of (from, to): x = from + (to-from) u, u = 1/(1 + e^(-pi sinh t)).
func finite(from, to, split, pitch float64, add func(x, logX, gap, logStep float64)) {
	length := to - from
	for i := -int(finiteReach / pitch); i <= int(finiteReach/pitch); i++ {
		t := float64(i) * pitch
		e := math.Pi * math.Sinh(t)
		logU, logRest := -math.Log1p(math.Exp(-e)), -math.Log1p(math.Exp(e)) // ln u, ln (1-u)
		u, rest := math.Exp(logU), math.Exp(logRest)
		x := from + length*u
		if u > .5 {
			x = to - length*rest
		}
		logX := math.Log(x)
		if from == 0 {
			logX = math.Log(length) + logU
		}
		gap := x - split
		switch split {
		case from:
			gap = length * u
		case to:
			gap = -length * rest
		}
		add(x, logX, gap, math.Log(pitch*math.Pi*math.Cosh(t)*length)+logU+logRest)
	}
}

// beyond adds the nodes of (from, infinity): x = from + scale e^v, v = t - e^-t.
func beyond(from, scale, split, pitch float64, add func(x, logX, gap, logStep float64)) {
	for i := -int(nearest / pitch); i <= int(farthest/pitch); i++ {
		t := float64(i) * pitch
		v := t - math.Exp(-t)
		d := scale * math.Exp(v)
		x, gap := from+d, from+d-split
		if split == from {
			gap = d
		}
		add(x, math.Log(x), gap, math.Log(pitch*scale*(1+math.Exp(-t)))+v)
	}
}

// How far t goes: u, 1 - u and e^v are below e^-240 at the ends, and x - from is 3000 scales.
const (
	finiteReach = 5.1
	nearest     = 5.5
	farthest    = 8
)

// lnGamma is ln Gamma(x).
func lnGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
