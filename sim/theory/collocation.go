package theory

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

const diffusionNodes = 16

// collocation is the rule that integrates over a panel [-1, 1]: Gauss-Legendre nodes and
// weights, the integrals of the interpolating polynomial from -1 to each node, and
// its values at points between the nodes.
type collocation struct {
	node, weight [diffusionNodes]float64
	partial      [diffusionNodes][diffusionNodes]float64 // (node i, value j): weight of value j in the integral to node i
	check        [4]float64                              // points between the nodes
	interpolate  [4][diffusionNodes]float64              // (point, value j): weight of value j at the point
}

var diffusionRule = newCollocation()

func newCollocation() *collocation {
	r := &collocation{check: [4]float64{-.97, -.41, .38, .93}}
	quad.Legendre{}.FixedLocations(r.node[:], r.weight[:], -1, 1)
	for i, t := range r.node {
		// The polynomial has degree 15: 8 nodes of its own integrate it exactly.
		for j := range r.node {
			value := func(x float64) float64 { return r.basis(j, x) }
			r.partial[i][j] = quad.Fixed(value, -1, t, diffusionNodes/2, quad.Legendre{}, 1)
		}
	}
	for i, t := range r.check {
		for j := range r.node {
			r.interpolate[i][j] = r.basis(j, t)
		}
	}
	return r
}

// basis is Lagrange's polynomial that is 1 at node j and 0 at the others.
func (r *collocation) basis(j int, x float64) float64 {
	p := 1.0
	for k, t := range r.node {
		if k != j {
			p *= (x - t) / (r.node[j] - t)
		}
	}
	if math.IsNaN(p) {
		return 0
	}
	return p
}
