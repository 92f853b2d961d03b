package jumps

import "math"

// point is a figure y at x = ln s with its standard error.
type point struct{ x, y, se float64 }

// lineExponent is the slope of the line through points by weighted least squares. Points without a figure are left out.
func lineExponent(points []point) Exponent {
	var w, wx, wxx, wy, wxy float64
	n := 0
	for _, p := range points {
		if !(p.se > 0) || math.IsNaN(p.y) {
			continue
		}
		n++
		weight := 1 / (p.se * p.se)
		w += weight
		wx += weight * p.x
		wxx += weight * p.x * p.x
		wy += weight * p.y
		wxy += weight * p.x * p.y
	}
	det := w*wxx - wx*wx
	if n < 2 || !(det > 1e-12*w*wxx) {
		return Exponent{nan, nan, n}
	}
	slope, level := (w*wxy-wx*wy)/det, (wxx*wy-wx*wxy)/det
	chi2 := 0.0
	for _, p := range points {
		if p.se > 0 && !math.IsNaN(p.y) {
			r := (p.y - level - slope*p.x) / p.se
			chi2 += r * r
		}
	}
	return Exponent{slope, math.Sqrt(w/det) * misfit(chi2, n), n}
}

// misfit is the factor by which errors are too small if n points lie so far from a line.
func misfit(chi2 float64, n int) float64 {
	if n <= 2 {
		return 1
	}
	return math.Sqrt(max(1, chi2/float64(n-2)))
}

// ratePoint has the jumps of an octave at x = ln s.
type ratePoint struct{ x, jumps, trials, inflation float64 }

// ratePoint is that of the part at x.
func (p part) ratePoint(x float64) ratePoint {
	p.close()
	return ratePoint{x, float64(p.Jumps), float64(p.Trials), p.inflation()}
}

// rateExponent is the slope b of ln rate = a + b x, by the likelihood of Poisson counts, each divided by its inflation,
// so that octaves without a jump count too. There must be jumps in two octaves, ten in all.
func rateExponent(points []ratePoint) Exponent {
	n, hit := 0, 0
	var jumps, trials, mean float64
	for _, p := range points {
		if p.trials == 0 {
			continue
		}
		n++
		jumps += p.jumps
		trials += p.trials
		mean += p.trials * p.x
		if p.jumps > 0 {
			hit++
		}
	}
	if hit < 2 || jumps < 10 {
		return Exponent{nan, nan, n}
	}
	mean /= trials
	level, slope := math.Log(jumps/trials), 0.0
	like, info, _ := poisson(points, mean, level, slope)
	for range 200 {
		det := info.ll*info.xx - info.lx*info.lx
		if !(det > 0) {
			return Exponent{nan, nan, n}
		}
		dl, ds := (info.xx*info.l-info.lx*info.x)/det, (info.ll*info.x-info.lx*info.l)/det
		next, moved, _ := poisson(points, mean, level+dl, slope+ds)
		for tries := 0; !(next >= like) && tries < 60; tries++ { // a likelihood that falls: half the way
			dl, ds = dl/2, ds/2
			next, moved, _ = poisson(points, mean, level+dl, slope+ds)
		}
		level, slope, like, info = level+dl, slope+ds, next, moved
		if math.Abs(ds) < 1e-10*(1+math.Abs(slope)) {
			break
		}
	}
	_, info, chi2 := poisson(points, mean, level, slope)
	det := info.ll*info.xx - info.lx*info.lx
	if !(det > 1e-12*info.ll*info.xx) {
		return Exponent{nan, nan, n}
	}
	return Exponent{slope, math.Sqrt(info.ll/det) * misfit(chi2, n), n}
}

// information has the derivatives of a log-likelihood by level and slope, and the information.
type information struct{ l, x, ll, lx, xx float64 }

// poisson is the log-likelihood of the line, its derivatives, and Pearson's chi-squared.
func poisson(points []ratePoint, mean, level, slope float64) (like float64, info information, chi2 float64) {
	for _, p := range points {
		if p.trials == 0 {
			continue
		}
		x := p.x - mean
		line := level + slope*x
		expected := p.trials * math.Exp(line)
		like += (p.jumps*line - expected) / p.inflation
		rest, weight := (p.jumps-expected)/p.inflation, expected/p.inflation
		info.l += rest
		info.x += rest * x
		info.ll += weight
		info.lx += weight * x
		info.xx += weight * x * x
		if expected > 0 {
			chi2 += rest * rest * p.inflation / expected
		}
	}
	return like, info, chi2
}
