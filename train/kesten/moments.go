package kesten

import "math"

// moments is the law of l = ln|M e_1| as a sum over nodes of a quadrature.
type moments struct {
	l, weight []float64 // (nodes) values of l; logarithms of their weights, which add up to 1
}

// moments are those of the design, from a quadrature of the given pitch. Nodes that weigh nothing at
// the index near, where it is known, are left out.
func (d Design) moments(pitch float64, near *Index) *moments {
	p, c := d.keep(), d.scale()
	m := &moments{}
	tilt := 2. * Highest
	if near != nil && !math.IsInf(near.Alpha, 0) {
		tilt = 1.5*near.Alpha + 1
		if math.IsNaN(near.Alpha) {
			tilt = 1
		}
	}
	add := func(l, weight float64) {
		if weight > negligible || weight+tilt*l > negligible {
			m.l, m.weight = append(m.l, l), append(m.weight, weight)
		}
	}
	xs := chiSquared(float64(d.Batch), p/c, pitch)
	if d.Dim == 1 {
		for _, x := range xs {
			add(math.Log(c*math.Abs(x.gap)), x.weight)
		}
	} else {
		ys := chiSquared(float64(d.Dim-1), -1, pitch)
		for _, x := range xs {
			// |M e_1| = c hypot(gap, sqrt(X Y)), which neither overflows nor underflows early.
			for _, y := range ys {
				add(math.Log(c*math.Hypot(x.gap, math.Sqrt(x.at)*math.Sqrt(y.at))), x.weight+y.weight)
			}
		}
	}
	total, _ := m.cumulant(0)
	for i := range m.weight {
		m.weight[i] -= total
	}
	return m
}

// negligible is the logarithm of a weight that changes no digit of a sum near 1.
const negligible = -46

// cumulant is K(s) = ln E e^(s l), and its derivative.
func (m *moments) cumulant(s float64) (value, slope float64) {
	top := math.Inf(-1)
	for i, l := range m.l {
		top = max(top, m.weight[i]+s*l)
	}
	sum, first := 0.0, 0.0
	for i, l := range m.l {
		w := math.Exp(m.weight[i] + s*l - top)
		sum += w
		first += w * l
	}
	return top + math.Log(sum), first / sum
}

// index solves K(s) = 0 for s > 0. K is convex with K(0) = 0 and K'(0) = E l, so that there is a root
// where E l is negative, and Newton's steps from its right fall onto it.
func (m *moments) index() Index {
	_, lyapunov := m.cumulant(0)
	if !(lyapunov < 0) {
		return Index{math.NaN(), lyapunov}
	}
	s := 1.
	value, slope := m.cumulant(s)
	for ; !(value > 0); value, slope = m.cumulant(s) {
		if s >= Highest {
			return Index{math.Inf(1), lyapunov}
		}
		s = min(2*s, Highest)
	}
	for range 100 {
		next := s - value/slope
		if !(next > 0) || !(s-next > 1e-13*s) {
			break
		}
		s = next
		value, slope = m.cumulant(s)
	}
	return Index{s, lyapunov}
}
