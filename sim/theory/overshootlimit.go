package theory

import (
	"math"

	"levyscope/sim/problem"
)

// OvershootLimit is the probability that a path which has left is beyond u >= 1 times the
// distance of its wall. t must have been made for c. In the limit of small noise it is u^-alpha
// of the coordinate by which a path leaves, averaged over the predicted sides. For a free process
// in an interval around its start, and on a half-line, it is exact. It is NaN for other domains
// than boxes, balls and half-lines, for noise other than SaS, for multiplicative noise, and for a
// nil t.
func (t *Theory) OvershootLimit(c problem.ExitConfig, u float64) float64 {
	k := c.Controls
	if t == nil || len(k.Noise) > 0 || len(k.Multiplicative) > 0 {
		return math.NaN()
	}
	if t.Law == "Getoor" && k.Domain.Kind == problem.InBox {
		r := (k.Box[0].Hi - k.Box[0].Lo) / 2
		x := c.StartPoint()[0] - (k.Box[0].Hi+k.Box[0].Lo)/2
		if x != 0 {
			return math.NaN() // the walls are at different distances
		}
		return 2 * GetoorOvershoot(k.Alpha[0], r, 0, u*r)
	}
	if t.Law == "half-line" {
		d := halfLineDistance(c)
		return Leapover(k.Alpha[0], d, (u-1)*d)
	}
	sum := 0.0
	for side, p := range t.Sides {
		if alpha := k.Alpha[min(side/2, k.Dim()-1)]; k.Domain.Kind <= problem.InBall {
			sum += p * math.Pow(u, -alpha)
		}
	}
	if k.Domain.Kind > problem.InBall {
		return math.NaN()
	}
	return sum
}

// halfLineDistance is that of the start from the only wall.
func halfLineDistance(c problem.ExitConfig) float64 {
	d := c.Controls.Box[0].Distances(c.StartPoint()[0])
	return min(d[0], d[1])
}
