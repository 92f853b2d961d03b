package tail

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Exceedances are the samples of a series whose amplitude |x| lies above a
// threshold. N is the length of the series; 0 where the threshold or a sample is
// NaN, and then the methods are NaN. An infinite sample is an exceedance.
type Exceedances struct {
	Threshold float64
	Values    []float64 // signed, in the order of the series
	Positions []int     // index of each in the series
	N         int
}

// Peaks finds the exceedances of |x| above the threshold.
// Source: Davison and Smith 1990 (peaks over threshold).
func Peaks(x []float64, threshold float64) Exceedances {
	p := Exceedances{Threshold: threshold, N: len(x)}
	for i, v := range x {
		if math.IsNaN(v) {
			return Exceedances{Threshold: threshold}
		}
		if math.Abs(v) > threshold {
			p.Values = append(p.Values, v)
			p.Positions = append(p.Positions, i)
		}
	}
	if math.IsNaN(threshold) {
		p.N = 0
	}
	return p
}

// Excesses are |x| - threshold, what FitPareto fits.
func (p Exceedances) Excesses() []float64 {
	excess := make([]float64, len(p.Values))
	for i, v := range p.Values {
		excess[i] = math.Abs(v) - p.Threshold
	}
	return excess
}

// Frequency is the number of exceedances a sample with the exact Poisson interval
// at the level (.95, say); the interval holds where exceedances are rare and do
// not cluster (see Dispersion).
func (p Exceedances) Frequency(level float64) (rate, lo, hi float64) {
	if p.N == 0 || !(level > 0 && level < 1) {
		return math.NaN(), math.NaN(), math.NaN()
	}
	n := float64(p.N)
	lo, hi = PoissonInterval(len(p.Values), level)
	return float64(len(p.Values)) / n, lo / n, hi / n
}

// Dispersion compares the counts of exceedances over windows of equal length.
type Dispersion struct {
	Index   float64 // variance of the counts over their mean: 1 - p for independent samples, more where they cluster
	P       float64 // P(chi-squared >= the statistic): small where they cluster
	Windows int
}

// Dispersion cuts the series into windows of N/windows samples (the rest is left
// out) and tests whether exceedances fall into them independently at one rate p.
// With counts c_j of mean m,
//
//	Index = sum (c_j - m)^2 / ((windows-1) m),   chi^2 = sum (c_j - m)^2 / (m (1 - p)),   windows - 1 degrees of freedom,
//
// the test of the homogeneity of binomials; for rare exceedances 1 - p is 1 and it
// is Fisher's Poisson test. The chi-squared law wants about 2 exceedances a window
// or more. NaN for fewer than 2 windows, more windows than samples, no exceedance,
// or nothing but exceedances.
// Source: Fisher 1950; Cox and Lewis 1966, section 6.3.
func (p Exceedances) Dispersion(windows int) Dispersion {
	d := Dispersion{math.NaN(), math.NaN(), windows}
	if windows < 2 || windows > p.N {
		return d
	}
	length := p.N / windows
	counts, total := make([]float64, windows), 0.0
	for _, at := range p.Positions {
		if at < length*windows {
			counts[at/length]++
			total++
		}
	}
	mean := total / float64(windows)
	rate := mean / float64(length)
	if total == 0 || rate == 1 {
		return d
	}
	ss := 0.0
	for _, c := range counts {
		ss += (c - mean) * (c - mean)
	}
	d.Index = ss / (float64(windows-1) * mean)
	d.P = distuv.ChiSquared{K: float64(windows - 1)}.Survival(ss / (mean * (1 - rate)))
	return d
}

// ExtremalIndex is the intervals estimator of the extremal index theta in (0, 1]:
// 1/theta is the mean number of exceedances in a cluster, 1 where they come alone.
// From the waiting times T_i between the m exceedances,
//
//	theta = min(1, 2 (sum T_i)^2 / ((m-1) sum T_i^2)),                    max T_i <= 2,
//	theta = min(1, 2 (sum (T_i-1))^2 / ((m-1) sum (T_i-1)(T_i-2))),       else.
//
// It needs no choice of what a cluster is. NaN for fewer than 2 exceedances.
// Source: Ferro and Segers 2003, equations 5 and 6.
func (p Exceedances) ExtremalIndex() float64 {
	m := len(p.Positions)
	if m < 2 {
		return math.NaN()
	}
	longest := 0
	for i := 1; i < m; i++ {
		longest = max(longest, p.Positions[i]-p.Positions[i-1])
	}
	first, second := 1., 2.
	if longest <= 2 {
		first, second = 0, 0
	}
	sum, squares := 0.0, 0.0
	for i := 1; i < m; i++ {
		t := float64(p.Positions[i] - p.Positions[i-1])
		sum += t - first
		squares += (t - first) * (t - second)
	}
	return min(1, 2*sum*sum/(float64(m-1)*squares))
}

// RunsIndex is the runs estimator of the extremal index: the number of clusters
// over that of exceedances, a cluster ending where run or more samples in a row
// stay below the threshold. NaN for no exceedance or run below 1.
// Source: Smith and Weissman 1994, section 2.
func (p Exceedances) RunsIndex(run int) float64 {
	if len(p.Positions) == 0 || run < 1 {
		return math.NaN()
	}
	clusters := 1
	for i := 1; i < len(p.Positions); i++ {
		if p.Positions[i]-p.Positions[i-1] > run {
			clusters++
		}
	}
	return float64(clusters) / float64(len(p.Positions))
}
