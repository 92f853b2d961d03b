package verdict

import "math"

// gridPatch is the log-likelihood at 4x4 nodes, or 1x4 of a family without a shape.
type gridPatch struct {
	gridPlace
	rows  int
	value [4][4]float64
	top   float64 // of the interpolated log-likelihood, at u and v
	bound bool    // it would be larger outside the range of shapes
}

// fill takes the nodes about the place of s.
func (p *gridPatch) fill(s *gridSearch) bool {
	p.rows = min(len(s.g.rows), 4)
	p.i, p.j = 0, int(math.Floor(s.y))-1
	if p.rows == 4 {
		p.i = min(max(int(math.Floor(s.x))-1, 0), len(s.g.rows)-4)
	}
	p.u, p.v = s.x-float64(p.i), s.y-float64(p.j)
	for i := range p.rows {
		r := s.g.row(p.i + i)
		p.value[i] = logLiks(s.b, &[4]gridNode{{r, p.j}, {r, p.j + 1}, {r, p.j + 2}, {r, p.j + 3}})
		for _, l := range p.value[i] {
			if math.IsInf(l, 0) {
				return false
			}
		}
	}
	return true
}

// at is the interpolated log-likelihood and its derivatives by u and v.
func (p *gridPatch) at(u, v float64) (l, lu, lv, luu, luv, lvv float64) {
	wv := lagrangeAt(v, 1)
	if p.rows == 1 {
		for j := range 4 {
			l += wv.w[j] * p.value[0][j]
			lv += wv.d[j] * p.value[0][j]
			lvv += wv.dd[j] * p.value[0][j]
		}
		return l, 0, lv, -1, 0, lvv
	}
	wu := lagrangeAt(u, 1)
	for i := range 4 {
		y := &p.value[i]
		m := wv.w[0]*y[0] + wv.w[1]*y[1] + wv.w[2]*y[2] + wv.w[3]*y[3]
		d := wv.d[0]*y[0] + wv.d[1]*y[1] + wv.d[2]*y[2] + wv.d[3]*y[3]
		dd := wv.dd[0]*y[0] + wv.dd[1]*y[1] + wv.dd[2]*y[2] + wv.dd[3]*y[3]
		l += wu.w[i] * m
		lu += wu.d[i] * m
		luu += wu.dd[i] * m
		lv += wu.w[i] * d
		luv += wu.d[i] * d
		lvv += wu.w[i] * dd
	}
	return l, lu, lv, luu, luv, lvv
}

// maximise takes Newton's steps from u, v, each halved until the likelihood grows; u stays at or above the row least,
// and inside the patch.
func (p *gridPatch) maximise(least float64) {
	least = max(least-float64(p.i), 0)
	p.u = max(p.u, least)
	l, lu, lv, luu, luv, lvv := p.at(p.u, p.v)
	for range 20 {
		det := luu*lvv - luv*luv
		du, dv := 0., 0.
		switch {
		case p.rows > 1 && luu < 0 && det > 0:
			du, dv = (luv*lv-lvv*lu)/det, (luv*lu-luu*lv)/det
		default:
			du, dv = math.Copysign(.3, lu), math.Copysign(.3, lv)
			if p.rows == 1 {
				du = 0
			}
			if lvv < 0 {
				dv = -lv / lvv
			}
		}
		u := min(max(p.u+min(max(du, -1), 1), least), 3)
		if p.bound = u != p.u+min(max(du, -1), 1); p.bound && lvv < 0 {
			dv = -(lv + luv*(u-p.u)) / lvv
		}
		v := p.v + min(max(dv, -1), 1)
		v = min(max(v, 0), 3)
		if math.Abs(u-p.u)+math.Abs(v-p.v) < 1e-6 {
			break
		}
		moved := false
		for range 8 {
			nl, nlu, nlv, nluu, nluv, nlvv := p.at(u, v)
			if nl > l {
				moved = true
				p.u, p.v, l, lu, lv, luu, luv, lvv = u, v, nl, nlu, nlv, nluu, nluv, nlvv
				break
			}
			u, v = (u+p.u)/2, (v+p.v)/2
		}
		if !moved {
			break
		}
	}
	p.top = l
}

// central tells whether u and v lie between the inner nodes, or next to them, or at an end of the rows.
func (p *gridPatch) central(rows int) bool {
	if p.v < .7 || p.v > 2.3 {
		return false
	}
	return p.rows == 1 || (p.u >= .7 || p.i == 0) && (p.u <= 2.3 || p.i == rows-4)
}

// gridFitAt is the fit of the maximum of a patch. The interpolated probabilities are made to sum to 1.
func (f *family) gridFitAt(b *binned, p *gridPatch) (fit binnedFit, ok bool) {
	g := f.grid
	fit = binnedFit{gridPlace: p.gridPlace}
	fit.on, fit.excess = true, 0
	w := g.from + (float64(p.i)+p.u)*g.step
	fit.shape, _, _ = g.shape(w)
	fit.logScale = (float64(p.j)+p.v)/gridPhases - g.medianOf(&fit.gridPlace).w[0]
	if p.rows == 4 {
		top := len(g.rows) - 4
		least := f.lo != 0 && w <= g.place(f.lo)+1e-9
		fit.atBound = p.bound && (least || p.i == 0 && p.u == 0 || p.i == top && p.u == 3)
		switch {
		case p.i == 0 && p.u == 0:
			fit.shape = g.table.lo
		case p.i == top && p.u == 3:
			fit.shape = g.table.hi()
		case f.lo != 0 && fit.atBound:
			fit.shape = f.lo
		}
	}
	var logs [maxEdges + 1]float64
	g.logsAt(b, &fit.gridPlace, &logs)
	sum := 0.
	for _, v := range logs[:b.edges+1] {
		sum += math.Exp(v)
	}
	fit.excess = math.Log(sum)
	fit.logLik = p.top - b.total*fit.excess
	return fit, true
}

// medianOf is log2 of the median at scale 1 and its first two derivatives by w.
func (g *grid) medianOf(p *gridPlace) (out struct{ w [3]float64 }) {
	if len(g.rows) == 1 {
		out.w[0] = g.row(0).median
		return out
	}
	wu := lagrangeAt(p.u, 1/g.step)
	for i := range 4 {
		m := g.row(p.i + i).median
		out.w[0] += wu.w[i] * m
		out.w[1] += wu.d[i] * m
		out.w[2] += wu.dd[i] * m
	}
	return out
}

// logsAt writes the logarithms of the bin probabilities at a place, interpolated.
func (g *grid) logsAt(b *binned, at *gridPlace, out *[maxEdges + 1]float64) {
	rows := min(len(g.rows), 4)
	wu := lagrange{w: [4]float64{1}}
	if rows == 4 {
		wu = lagrangeAt(at.u, 1)
	}
	wv := lagrangeAt(at.v, 1)
	n := b.edges - 1
	clear(out[:b.edges+1])
	inner := out[1 : 1+n]
	for i := range rows {
		r := g.row(at.i + i)
		var y [4][]float64
		for j := range 4 {
			p, e, _ := b.column(at.j + j)
			y[j] = r.logs[p][e : e+n]
			w := wu.w[i] * wv.w[j]
			out[0] += w * r.low[p][e]
			out[b.edges] += w * r.high[p][e+n]
		}
		w0, w1, w2, w3 := wu.w[i]*wv.w[0], wu.w[i]*wv.w[1], wu.w[i]*wv.w[2], wu.w[i]*wv.w[3]
		y0, y1, y2, y3 := y[0][:n], y[1][:n], y[2][:n], y[3][:n]
		for k := range inner {
			inner[k] += w0*y0[k] + w1*y1[k] + w2*y2[k] + w3*y3[k]
		}
	}
	for k := range out[:b.edges+1] {
		out[k] -= at.excess
	}
}

// inform fills in the expected information of a fit of f that was taken from a grid.
func (fit *binnedFit) inform(f *family, b *binned) {
	if fit.on {
		fit.info = f.gridInformation(b, &fit.gridPlace)
	}
}
