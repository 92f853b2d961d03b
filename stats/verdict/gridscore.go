package verdict

import "math"

// binScores are, at a fit, the probabilities P of bins and the relative derivatives P_a/P, P_l/P, P_aa/P, P_al/P and
// P_ll/P by a = shape and l = log2 of the scale.
type binScores struct {
	p, a, l, aa, al, ll [maxEdges + 1]float64
}

// scores fills in d at a place of the grid; second derivatives only if asked for.
func (g *grid) scores(b *binned, at *gridPlace, second bool, d *binScores) {
	wu, wv := lagrangeAt(at.u, 1/g.step), lagrangeAt(at.v, gridPhases)
	n := b.edges
	clear(d.p[:n+1])
	clear(d.a[:n+1])
	clear(d.l[:n+1])
	if second {
		clear(d.aa[:n+1])
		clear(d.al[:n+1])
		clear(d.ll[:n+1])
	}
	for i := range 4 {
		r := g.row(at.i + i)
		var y [4][]float64
		var low, high [4]float64
		for j := range 4 {
			p, e, _ := b.column(at.j + j)
			y[j] = r.logs[p][e : e+n-1]
			low[j], high[j] = r.low[p][e], r.high[p][e+n-1]
		}
		w, dw, ddw := wu.w[i], wu.d[i], wu.dd[i]
		add := func(k int, y0, y1, y2, y3 float64) {
			m := wv.w[0]*y0 + wv.w[1]*y1 + wv.w[2]*y2 + wv.w[3]*y3
			dm := wv.d[0]*y0 + wv.d[1]*y1 + wv.d[2]*y2 + wv.d[3]*y3
			d.p[k] += w * m
			d.a[k] += dw * m
			d.l[k] += w * dm
			if second {
				d.aa[k] += ddw * m
				d.al[k] += dw * dm
				d.ll[k] += w * (wv.dd[0]*y0 + wv.dd[1]*y1 + wv.dd[2]*y2 + wv.dd[3]*y3)
			}
		}
		add(0, low[0], low[1], low[2], low[3])
		add(n, high[0], high[1], high[2], high[3])
		y0, y1, y2, y3 := y[0], y[1], y[2], y[3]
		for k := range y0 {
			add(k+1, y0[k], y1[k], y2[k], y3[k])
		}
	}
	g.byShape(n, at, second, d)
}

// byShape turns the logarithms of n+1 bins and their derivatives by w and v, log2 of the median, into what d is to
// hold. With m(w) the log2 median at scale 1, v = l + m(w).
func (g *grid) byShape(n int, at *gridPlace, second bool, d *binScores) {
	_, s1, s2 := g.shape(g.from + (float64(at.i)+at.u)*g.step)
	m := g.medianOf(at).w
	w1, w2 := 1/s1, -s2/(s1*s1*s1) // derivatives of w by the shape
	for k := range n + 1 {
		w, v := d.a[k], d.l[k]
		a := w1 * (w + m[1]*v)
		if second {
			ww, wv, vv := d.aa[k], d.al[k], d.ll[k]
			aa := w1*w1*(ww+2*m[1]*wv+m[1]*m[1]*vv+m[2]*v) + w2*(w+m[1]*v)
			d.aa[k], d.al[k], d.ll[k] = aa+a*a, w1*(wv+m[1]*vv)+a*v, vv+v*v
		}
		d.p[k], d.a[k] = math.Exp(d.p[k]-at.excess), a
	}
}

// gridInformation is binnedFit.info at the place of a fit.
func (f *family) gridInformation(b *binned, at *gridPlace) (info [3]float64) {
	var d binScores
	f.grid.scores(b, at, false, &d)
	for k, p := range d.p[:b.edges+1] {
		info[0] += p * d.a[k] * d.a[k]
		info[1] += p * d.a[k] * d.l[k]
		info[2] += p * d.l[k] * d.l[k]
	}
	for i := range info {
		info[i] *= b.total
	}
	return info
}

// gridSecondOrder is secondOrder on the grid.
func (f *family) gridSecondOrder(b *binned, at *gridPlace) (o secondOrder) {
	var d binScores
	f.grid.scores(b, at, true, &d)
	var ga, gl [3]float64
	for k, p := range d.p[:b.edges+1] {
		if !(p > 2e-14) {
			continue
		}
		a, l, n := d.a[k], d.l[k], b.n[k]
		product, second := [3]float64{a * a, a * l, l * l}, [3]float64{d.aa[k], d.al[k], d.ll[k]}
		for i, v := range second {
			o.info[i] += p * product[i]
			o.square[i] += n * product[i]
			o.curve[i] += n * (product[i] - v)
			ga[i] += p * v * a
			gl[i] += p * v * l
		}
	}
	o.finish(b.total, ga, gl)
	return o
}

// gridProfile is the log-likelihood of counts by row of a grid, at the best scale for each, as it is asked for.
type gridProfile struct {
	g     *grid
	b     *binned
	fit   *binnedFit
	from  int // the row of known[0]
	known [profileRows]struct {
		set       bool
		l, column float64
	}
}

const profileRows = 48 // about the fit; others are computed anew each time

// row is the largest log-likelihood in row i, and its column, searched from start on.
func (s *gridProfile) row(i int, start float64) (l, column float64) {
	k := i - s.from
	if k >= 0 && k < len(s.known) && s.known[k].set {
		return s.known[k].l, s.known[k].column
	}
	search := gridSearch{g: s.g, b: s.b, j: int(math.Round(start))}
	_, at := search.profile(i)
	r, j := s.g.row(i), int(math.Floor(at))
	y := logLiks(s.b, &[4]gridNode{{r, j - 1}, {r, j}, {r, j + 1}, {r, j + 2}})
	var v float64
	l, v = cubicTop(&y)
	column = float64(j-1) + v
	if k >= 0 && k < len(s.known) {
		s.known[k].set, s.known[k].l, s.known[k].column = true, l, column
	}
	return l, column
}

// cubicTop is the largest value, and its place, of the cubic through y at 0, 1, 2, 3.
func cubicTop(y *[4]float64) (top, at float64) {
	v := 1.
	if y[2] > y[1] {
		v = 2
	}
	for range 6 {
		w := lagrangeAt(v, 1)
		d := w.d[0]*y[0] + w.d[1]*y[1] + w.d[2]*y[2] + w.d[3]*y[3]
		dd := w.dd[0]*y[0] + w.dd[1]*y[1] + w.dd[2]*y[2] + w.dd[3]*y[3]
		step := math.Copysign(.5, d)
		if dd < 0 {
			step = min(max(-d/dd, -1), 1)
		}
		next := min(max(v+step, 0), 3)
		if math.Abs(next-v) < 1e-7 {
			break
		}
		v = next
	}
	w := lagrangeAt(v, 1)
	return w.w[0]*y[0] + w.w[1]*y[1] + w.w[2]*y[2] + w.w[3]*y[3], v
}

// statistic is scoreStatistic at the place x among the rows.
func (s *gridProfile) statistic(x, floor, peak float64) float64 {
	at := gridPlace{i: min(max(int(x)-1, 0), len(s.g.rows)-4)}
	at.u = x - float64(at.i)
	w := lagrangeAt(at.u, 1)
	near, slope, l, column := float64(s.fit.j)+s.fit.v, 0., 0., 0.
	for _, i := range [...]int{1, 2, 0, 3} {
		li, ci := s.row(at.i+i, near)
		near = ci
		l += w.w[i] * li
		slope += w.d[i] * li
		column += w.w[i] * ci
	}
	if math.IsNaN(l) || math.IsInf(l, 0) || l < floor {
		return math.Copysign(math.Inf(1), peak-x)
	}
	at.j = int(math.Floor(column)) - 1
	at.v = column - float64(at.j)
	if _, _, ok := s.b.column(at.j); !ok {
		return math.Copysign(math.Inf(1), peak-x)
	}
	if _, _, ok := s.b.column(at.j + 3); !ok {
		return math.Copysign(math.Inf(1), peak-x)
	}
	_, d, _ := s.g.shape(s.g.from + x*s.g.step)
	info := stableFamily.gridInformation(s.b, &at)
	return slope / (d * s.g.step) / math.Sqrt(info[0]-info[1]*info[1]/info[2])
}

// gridBound is scoreBound on the grid. Its secant steps are in the square root of 2 - alpha, in which the statistic is
// about linear next to alpha = 2 as well.
func (f *family) gridBound(b *binned, fit *binnedFit, z, sign float64) float64 {
	g := f.grid
	if sign > 0 && fit.atBound {
		return f.table.hi()
	}
	s := gridProfile{g: g, b: b, fit: fit, from: fit.i - profileRows/2}
	last, peak := float64(len(g.rows)-1), float64(fit.i)+fit.u
	floor := fit.logLik + b.total*fit.excess - 50 - 2*z*z
	root := func(shape float64) float64 { return math.Sqrt(2 - min(max(shape, f.table.lo), 2-gridEnd)) }
	excess := func(t float64) float64 {
		x := (g.place(2-t*t) - g.from) / g.step
		return -sign*s.statistic(min(max(x, 0), last), floor, peak) - z
	}
	shape := func(t float64) float64 {
		if t <= root(2) {
			return f.table.hi()
		}
		return 2 - t*t
	}
	end, row := root(f.table.lo), 0
	if sign > 0 {
		end, row = root(2), len(g.rows)-1
	}
	if l, _ := s.row(row, float64(fit.j)+fit.v); !(l < floor) && !(excess(end) > 0) {
		return shape(end)
	}
	se, _ := fit.errors()
	near, far, atNear := root(fit.shape), end, -z
	t := root(fit.shape + sign*z*se)
	for range 60 {
		if !((t-near)*sign < 0 && (far-t)*sign < 0) {
			t = (near + far) / 2
		}
		y := excess(t)
		if math.Abs(y) < 1e-3*z || math.Abs(far-near) < 1e-7 {
			break
		}
		if y < 0 {
			slope := (y - atNear) / (t - near)
			near, atNear = t, y
			t -= 1.1 * y / slope
			continue
		}
		far = t
		t = near + (t-near)*atNear/(atNear-y) // near itself if y is infinite: the middle next
	}
	return shape(t)
}
