package verdict

import "math"

// errors are the standard errors of p at the maximum: NaN for alpha and 0 for the location if it does not move. The
// squares of the scores, K, count beside the observed information J for their number of samples against priorSamples,
// as in secondOrder.
func (l *likelihood) errors(p *[3]float64, s likelihoodScore) (se [3]float64) {
	moves := l.params(p, s)
	plain := inverse(s.info, moves)
	cov := plain
	if curve, ok := l.curvature(p, s, &plain, moves); ok && moves[0] && p[0] <= nearBound {
		n := float64(len(l.x))
		var square [3][3]float64
		for i := range square {
			for j := range square {
				square[i][j] = (n*s.info[i][j] + priorSamples*curve[i][j]) / (n + priorSamples)
			}
		}
		if inv := inverse(curve, moves); inv[0][0] > 0 && inv[1][1] > 0 && inv[2][2] >= 0 {
			cov = product(product(inv, square), inv)
		}
	}
	for i := range se {
		se[i] = math.Sqrt(cov[i][i])
	}
	if !moves[0] {
		se[0] = math.NaN()
	}
	return se
}

// curvature is the observed information, minus the derivative of the score, by differences over a twentieth of the
// standard errors that plain, the inverse of the squares of the scores, gives. ok is false where the likelihood is not
// finite or its curvature not positive.
func (l *likelihood) curvature(p *[3]float64, s likelihoodScore, plain *[3][3]float64, moves [3]bool) (
	curve [3][3]float64, ok bool,
) {
	for i := range curve {
		if !moves[i] {
			continue
		}
		step, next := .05*math.Sqrt(plain[i][i]), *p
		if i == 0 && p[0]+step > 2 {
			step = -step
		}
		next[i] += step
		t := l.at(&next)
		if !(t.value > math.Inf(-1)) || step == 0 {
			return curve, false
		}
		for j := range curve {
			d := (s.u[j] - t.u[j]) / step / 2
			curve[i][j] += d
			curve[j][i] += d
		}
	}
	return curve, curve[0][0] > 0 && curve[1][1] > 0 && (curve[2][2] > 0 || !moves[2])
}

// product is a b.
func product(a, b [3][3]float64) (c [3][3]float64) {
	for i := range c {
		for j := range c {
			for k := range c {
				c[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return c
}

// inverse inverts the information a of the parameters that move, by elimination; the
// rest of the matrix is zero.
func inverse(a [3][3]float64, moves [3]bool) (inv [3][3]float64) {
	for i := range inv {
		inv[i][i] = 1
		if !moves[i] {
			for j := range a {
				a[i][j], a[j][i] = 0, 0
			}
			a[i][i] = 1
		}
	}
	for i := range a {
		d := a[i][i]
		for j := range a {
			a[i][j] /= d
			inv[i][j] /= d
		}
		for k := range a {
			if k == i {
				continue
			}
			m := a[k][i]
			for j := range a {
				a[k][j] -= m * a[i][j]
				inv[k][j] -= m * inv[i][j]
			}
		}
	}
	for i := range inv {
		if !moves[i] {
			inv[i][i] = 0
		}
	}
	return inv
}
