package jumps

import "math"

// clipAt is the number of scales to which the signed noise is clipped before it is correlated: without a bound the
// correlation would be that of the largest two values.
const clipAt = 10

// pairSums are sums over pairs of successive steps, of the signed noise z (sample) in scales.
type pairSums struct {
	N  int     `json:"n"`  // pairs
	S  float64 `json:"s"`  // of S_k, the inner product of z_k and z_(k-1)
	Q  float64 `json:"q"`  // of Q_k, the mean of z_k^2 and z_(k-1)^2, summed over the sample
	SS float64 `json:"ss"` // of S_k^2
	SQ float64 `json:"sq"`
	QQ float64 `json:"qq"`
}

// add takes in a pair.
func (p *pairSums) add(s, q float64) {
	p.N++
	p.S += s
	p.Q += q
	p.SS += s * s
	p.SQ += s * q
	p.QQ += q * q
}

// plus is the sums of both.
func (p pairSums) plus(o pairSums) pairSums {
	return pairSums{p.N + o.N, p.S + o.S, p.Q + o.Q, p.SS + o.SS, p.SQ + o.SQ, p.QQ + o.QQ}
}

// ratio is the correlation S/Q and its standard error over the pairs, which without a correlation are independent of
// each other, however much the parameters of a step have in common.
func (p pairSums) ratio() (r, se float64) {
	if p.N < 8 || !(p.Q > 0) {
		return nan, nan
	}
	r = p.S / p.Q
	rest := p.SS - 2*r*p.SQ + r*r*p.QQ
	return r, math.Sqrt(max(0, rest)*float64(p.N)/float64(p.N-1)) / p.Q
}

// lagSums are sums over the steps of a window of x = ln |u|, less its first value.
type lagSums struct {
	N      int     `json:"n"`
	Base   float64 `json:"base"` // first value
	First  float64 `json:"first"`
	Last   float64 `json:"last"`
	Sum    float64 `json:"sum"`
	Square float64 `json:"square"`
	Cross  float64 `json:"cross"` // x_k x_(k-1)
}

// add takes in the next value.
func (l *lagSums) add(x float64) {
	if l.N == 0 {
		l.Base = x
	}
	x -= l.Base
	if l.N > 0 {
		l.Cross += x * l.Last
	} else {
		l.First = x
	}
	l.N++
	l.Last = x
	l.Sum += x
	l.Square += x * x
}

// correlation is r = sum (x_k - m)(x_(k-1) - m)/sum (x_k - m)^2 with the mean m, corrected for its bias of
// -(1 + 4 r)/n (Marriott and Pope 1954), and its standard error if there is no correlation. It is NaN of fewer than 16
// values, and where all are equal.
func (l lagSums) correlation() (r, se float64) {
	n := float64(l.N)
	mean := l.Sum / n
	variance := l.Square - n*mean*mean
	if l.N < 16 || !(variance > 1e-12*l.Square) {
		return nan, nan
	}
	cross := l.Cross - mean*(2*l.Sum-l.First-l.Last) + (n-1)*mean*mean
	shrunk := 1 - 4/n
	return (cross/variance + 1/n) / shrunk, 1 / math.Sqrt(n) / shrunk
}

// laggedMean is the mean correlation of windows, weighted by their values.
type laggedMean struct {
	N   int     `json:"n"` // values in windows with a correlation
	Sum float64 `json:"sum"`
}

// add takes in a window.
func (m *laggedMean) add(l lagSums) {
	if r, _ := l.correlation(); r == r {
		m.N += l.N
		m.Sum += float64(l.N) * r
	}
}

// mean is the mean and its standard error if there is no correlation.
func (m laggedMean) mean() (r, se float64) {
	if m.N == 0 {
		return nan, nan
	}
	return m.Sum / float64(m.N), 1 / math.Sqrt(float64(m.N))
}

// correlate takes in the signed noise of the sample.
func (w *Watch) correlate(g []float32) {
	s, q := 0.0, 0.0
	centre, last, unit := w.Centre[:len(g)], w.last[:len(w.sample)], w.unit[:len(w.sample)]
	for j, i := range w.sample {
		z := (g[i] - centre[i]) * unit[j]
		if !(z >= -clipAt && z <= clipAt) {
			z = clipped(z)
		}
		before := last[j]
		s += float64(z * before)
		q += float64(z*z + before*before)
		last[j] = z
	}
	if q > 0 {
		w.Pairs.add(s, q/2)
	}
}

// clipped is z, which is beyond the bounds, at the bound, and 0 of NaN.
func clipped(z float32) float32 {
	switch {
	case z > 0:
		return clipAt
	case z < 0:
		return -clipAt
	}
	return 0
}
