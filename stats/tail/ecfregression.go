package tail

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// fit standardises x by p, runs both regressions and puts p right. change is that
// of ln c; good is false where phi_n has no logarithm.
func (r *ecfRegression) fit(x []float64, p *fitContinuous) (change float64, good bool) {
	c := math.Exp(p.logScale)
	if !(c > 0) || math.IsInf(c, 0) {
		return 0, false
	}
	r.characteristic(x, p.zeta, c)
	r.linear = mat.NewDense(4, 2*(len(r.re)-1), nil)
	if !r.fitModulus() || !r.fitPhase() {
		return 0, false
	}
	p.alpha, p.beta = r.alpha, r.beta
	p.logScale += r.logScale
	p.zeta += c * r.zeta
	return r.logScale, !math.IsNaN(p.zeta) && !math.IsInf(p.zeta, 0)
}

// fitModulus finds alpha and ln c.
func (r *ecfRegression) fitModulus() bool {
	n := float64(len(r.modulus))
	meanT, meanY, tt, ty := 0., 0., 0., 0.
	y, t := make([]float64, len(r.modulus)), make([]float64, len(r.modulus))
	for i, m := range r.modulus {
		t[i] = math.Log(r.step * float64(m))
		y[i] = math.Log(-math.Log(r.re[m]*r.re[m] + r.im[m]*r.im[m]))
		meanT += t[i] / n
		meanY += y[i] / n
	}
	for i := range t {
		tt += (t[i] - meanT) * (t[i] - meanT)
		ty += (t[i] - meanT) * (y[i] - meanY)
	}
	slope := ty / tt
	if !(slope > 0) || math.IsInf(slope, 0) {
		return false
	}
	r.alpha = min(slope, 2)
	r.logScale = (meanY - r.alpha*meanT - math.Ln2) / r.alpha
	for i, m := range r.modulus {
		size := r.re[m]*r.re[m] + r.im[m]*r.im[m]
		toY := 2 / (size * math.Log(size)) // dy = toY (re dre + im dim)
		dAlpha := (t[i] - meanT) / tt
		dLog := (1/n - (meanT+r.logScale)*dAlpha) / r.alpha
		r.add(0, m, dAlpha*toY*r.re[m], dAlpha*toY*r.im[m])
		r.add(2, m, dLog*toY*r.re[m], dLog*toY*r.im[m])
	}
	return true
}

// add puts the derivatives of parameter i by re[m] and im[m] to the others.
func (r *ecfRegression) add(i, m int, re, im float64) {
	half := len(r.re) - 1
	r.linear.Set(i, m-1, r.linear.At(i, m-1)+re)
	r.linear.Set(i, half+m-1, r.linear.At(i, half+m-1)+im)
}

// ecfSkew is tan(pi alpha/2) (v^alpha - v), the phase that beta multiplies.
func ecfSkew(alpha, v float64) float64 {
	if d := alpha - 1; math.Abs(d) > 1e-7 {
		return fitTan(alpha) * v * math.Expm1(d*math.Log(v))
	}
	return -2 / math.Pi * v * math.Log(v)
}

// fitPhase finds zeta and beta at the alpha and c of fitModulus.
func (r *ecfRegression) fitPhase() bool {
	c := math.Exp(r.logScale)
	skew := func(alpha, scale float64, m int) float64 { return ecfSkew(alpha, scale*r.step*float64(m)) }
	uu, us, ss, uy, sy := 0., 0., 0., 0., 0.
	for _, m := range r.phase {
		u, s, y := r.step*float64(m), skew(r.alpha, c, m), math.Atan2(r.im[m], r.re[m])
		uu += u * u
		us += u * s
		ss += s * s
		uy += u * y
		sy += s * y
	}
	det := uu*ss - us*us
	free := r.alpha < 2 && det > 0
	if r.beta = 0; free {
		r.beta = min(max((uu*sy-us*uy)/det, -1), 1)
	}
	r.zeta = (uy - r.beta*us) / uu
	const h = 1e-5
	for _, m := range r.phase {
		u, s := r.step*float64(m), skew(r.alpha, c, m)
		dZeta, dBeta := u/uu, 0.
		if free {
			dZeta, dBeta = (ss*u-us*s)/det, (uu*s-us*u)/det
		}
		size := r.re[m]*r.re[m] + r.im[m]*r.im[m]
		r.add(3, m, -dZeta*r.im[m]/size, dZeta*r.re[m]/size)
		r.add(1, m, -dBeta*r.im[m]/size, dBeta*r.re[m]/size)
		if r.beta == 0 {
			continue
		}
		// The regressor moves with alpha and ln c, which are estimates too.
		byAlpha := (skew(r.alpha+h, c, m) - skew(r.alpha-h, c, m)) / (2 * h)
		byScale := (skew(r.alpha, c*(1+h), m) - skew(r.alpha, c*(1-h), m)) / (2 * h)
		r.follow(3, -r.beta*dZeta*byAlpha, -r.beta*dZeta*byScale)
		r.follow(1, -r.beta*dBeta*byAlpha, -r.beta*dBeta*byScale)
	}
	return !math.IsNaN(r.zeta) && !math.IsNaN(r.beta)
}

// follow adds to parameter i what it inherits from alpha and ln c.
func (r *ecfRegression) follow(i int, byAlpha, byScale float64) {
	for col := range 2 * (len(r.re) - 1) {
		r.linear.Set(i, col, r.linear.At(i, col)+byAlpha*r.linear.At(0, col)+byScale*r.linear.At(2, col))
	}
}

// covariance is that of (alpha, beta, ln c, zeta/c) over n samples, from the
// covariances of phi_n, with phi that of the fitted law:
//
//	2n Cov(re s, re t) = re(s-t) + re(s+t) - 2 re(s) re(t),
//	2n Cov(im s, im t) = re(s-t) - re(s+t) - 2 im(s) im(t),
//	2n Cov(re s, im t) = im(s+t) - im(s-t) - 2 re(s) im(t).
func (r *ecfRegression) covariance(n int) func(i, j int) float64 {
	half := len(r.re) - 1
	re, im := make([]float64, 2*half+1), make([]float64, 2*half+1)
	c := math.Exp(r.logScale)
	re[0] = 1
	for m := 1; m <= 2*half; m++ {
		u := r.step * float64(m)
		size := math.Exp(-math.Pow(c*u, r.alpha))
		im[m], re[m] = math.Sincos(r.zeta*u + r.beta*ecfSkew(r.alpha, c*u))
		re[m] *= size
		im[m] *= size
	}
	sigma := mat.NewDense(2*half, 2*half, nil)
	for s := 1; s <= half; s++ {
		for t := 1; t <= half; t++ {
			d, odd := s-t, 1.
			if d < 0 {
				d, odd = -d, -1
			}
			cross := (im[s+t] - odd*im[d] - 2*re[s]*im[t]) / 2
			sigma.Set(s-1, t-1, (re[d]+re[s+t]-2*re[s]*re[t])/2)
			sigma.Set(half+s-1, half+t-1, (re[d]-re[s+t]-2*im[s]*im[t])/2)
			sigma.Set(s-1, half+t-1, cross)
			sigma.Set(half+t-1, s-1, cross)
		}
	}
	var side, cov mat.Dense
	side.Mul(r.linear, sigma)
	cov.Mul(&side, r.linear.T())
	return func(i, j int) float64 {
		if r.alpha == 2 && (i == 1 || j == 1) {
			return math.NaN()
		}
		return cov.At(i, j) / float64(n)
	}
}
