package verdict

import "math"

// twoScaleCounts is a point of the binned likelihood of (1-p) N(0, s1^2) + p N(0, s2^2), at q = ln(p/(1-p)),
// l1 = log2 s1 and l2 = log2 s2, with its gradient and expected information there.
type twoScaleCounts struct {
	q, l1, l2 float64
	logLik    float64
	u         [3]float64
	info      [3][3]float64
	curve     [3][3]float64         // observed information, if fast
	p         [maxEdges + 1]float64 // of each bin
	fast      bool                  // by the table of a Gaussian
}

// The bounds of the search: p between twoScaleLeast and 1 - twoScaleLeast, and the ratio of scales up to 2^40.
const (
	twoScaleLeast = 1e-6
	twoScaleRatio = 40
)

// twoScaleScoring is the most scoring steps from one start.
const twoScaleScoring = 40

// fitTwoScale maximises the likelihood by Fisher scoring from several starts: shares of the wide part with the ratios
// that often go with them, the narrow scale such that the median is right, and one sample in the top bin alone.
func fitTwoScale(b *binned) twoScaleCounts {
	if b.onGrid() {
		if starts, ok := gridTwoScale(b); ok {
			best := starts[0].climb(b)
			if starts[1].logLik > starts[0].logLik {
				if second := starts[1].climb(b); second.logLik > best.logLik {
					return second
				}
			}
			return best
		}
	}
	median := b.mid - gaussianFamily.medianAt(0)
	starts := [...]twoScaleCounts{
		{q: logit(.03), l1: median, l2: median + 2},
		{q: logit(.1), l1: median - .1, l2: median + 1.3},
		{q: logit(.3), l1: median - .3, l2: median + .9},
		{q: logit(.3), l1: median - 1, l2: median + 2},
		{q: logit(1.5 / (b.total + 2)), l1: median, l2: math.Log2(b.edge(b.edges-1)) + .5},
	}
	var order [2]int // the two best starts
	for i := range starts {
		starts[i].eval(b)
		if starts[i].logLik > starts[order[0]].logLik {
			order[1], order[0] = order[0], i
		} else if i > 0 && (order[1] == order[0] || starts[i].logLik > starts[order[1]].logLik) {
			order[1] = i
		}
	}
	best := starts[order[0]].climb(b)
	if second := starts[order[1]].climb(b); second.logLik > best.logLik {
		return second
	}
	return best
}

// eval fills in likelihood, gradient and information.
func (t *twoScaleCounts) eval(b *binned) {
	if t.fast && t.evalTable(b) {
		return
	}
	var narrow, wide edgeValues
	gaussianFamily.table.edges(b, 0, t.l1, false, &narrow)
	gaussianFamily.table.edges(b, 0, t.l2, false, &wide)
	p := 1 / (1 + math.Exp(-t.q))
	t.logLik, t.u, t.info = 0, [3]float64{}, [3][3]float64{}
	s, d := .5, [3]float64{}
	for k := range b.edges + 1 {
		ns, nd := 0., [3]float64{}
		if k < b.edges {
			ns = (1-p)*narrow.s[k] + p*wide.s[k]
			nd = [3]float64{p * (1 - p) * (wide.s[k] - narrow.s[k]), (1 - p) * narrow.l[k], p * wide.l[k]}
		}
		t.p[k] = max(0, 2*(s-ns))
		var g [3]float64
		for i := range g {
			g[i] = 2 * (d[i] - nd[i])
		}
		s, d = ns, nd
		if !(t.p[k] > leastProbability) {
			t.logLik += b.n[k] * leastLog
			continue
		}
		t.logLik += b.n[k] * math.Log(t.p[k])
		for i := range g {
			r := g[i] / t.p[k]
			t.u[i] += b.n[k] * r
			for j := range i + 1 {
				t.info[i][j] += b.total * r * g[j]
			}
		}
	}
}

// climb takes scoring steps, each damped or halved until the likelihood grows.
func (t twoScaleCounts) climb(b *binned) twoScaleCounts {
	damping := 1e-3
	for range twoScaleScoring {
		step := t.step(damping)
		gain := 0.
		for i := range step {
			gain += t.u[i] * step[i]
		}
		if !(gain > 1e-3) {
			break
		}
		next := t.moved(step)
		if next.eval(b); !(next.logLik > t.logLik) {
			if damping *= 10; damping > 1e6 {
				break
			}
			continue
		}
		damping = max(damping/10, 1e-6)
		t = next
	}
	return t
}

// step solves (I + damping diag I) step = u; where it is known and positive definite, I is the observed information.
func (t *twoScaleCounts) step(damping float64) (out [3]float64) {
	l, ok := cholesky(&t.curve, damping, 1e-6)
	if !t.fast || !ok {
		l, _ = cholesky(&t.info, damping, 0)
	}
	for i := range 3 {
		out[i] = t.u[i]
		for k := range i {
			out[i] -= l[i][k] * out[k]
		}
		out[i] /= l[i][i]
	}
	for i := 2; i >= 0; i-- {
		for k := i + 1; k < 3; k++ {
			out[i] -= l[k][i] * out[k]
		}
		out[i] /= l[i][i]
	}
	return out
}

// cholesky is the factor of m + damping diag m; ok is false where a pivot is not above the share least of its diagonal.
func cholesky(m *[3][3]float64, damping, least float64) (l [3][3]float64, ok bool) {
	ok = true
	for i := range 3 {
		for j := range i + 1 {
			sum := m[i][j]
			if i == j {
				sum = sum*(1+damping) + 1e-9
			}
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i == j {
				ok = ok && sum > least*m[i][i]
				l[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	return l, ok
}

// moved is the point one step on, kept in the range of the family.
func (t *twoScaleCounts) moved(step [3]float64) twoScaleCounts {
	limit := func(v, most float64) float64 { return min(max(v, -most), most) }
	n := twoScaleCounts{q: t.q + limit(step[0], 2), l1: t.l1 + limit(step[1], 1), l2: t.l2 + limit(step[2], 2)}
	n.fast = t.fast
	n.q = limit(n.q, -logit(twoScaleLeast))
	n.l2 = min(max(n.l2, n.l1), n.l1+twoScaleRatio)
	return n
}

// fit is the point as the fits of the other families are written; the Gaussian limit has the share 0.
func (t *twoScaleCounts) fit(b *binned) binnedFit {
	if g := gaussianFamily.fit(b); t.logLik < g.logLik+.01 { // no second scale is more likely
		return binnedFit{logScale: g.logScale, logLik: g.logLik}
	}

	return binnedFit{shape: t.l2 - t.l1, logScale: t.l1, share: 1 / (1 + math.Exp(-t.q)), logLik: t.logLik}
}

// twoScaleProbabilities writes the bin probabilities of a fit into p.
func twoScaleProbabilities(b *binned, fit *binnedFit, p *[maxEdges + 1]float64) {
	t := twoScaleCounts{
		q: logit(max(fit.share, 1e-300)), l1: fit.logScale, l2: fit.logScale + fit.shape, fast: b.onGrid(),
	}
	t.eval(b)
	*p = t.p
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }
