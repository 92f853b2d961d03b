package jumps

import (
	"cmp"
	"math"
	"slices"

	"levyscope/stats/tail"
)

// leastAmplitudes is the smallest number of amplitudes from which a median or a tail is told.
const leastAmplitudes = 30

// Index is a tail index with its standard error.
type Index struct{ Alpha, SE float64 }

// Law is how the jumps of the run depend on the learning rate, from the reference on. alphas are the tail indices of
// the last probe, by array; nil: none are known.
func (w *Watch) Law(alphas []Index) *Law {
	out := &Law{Kappa: w.Kappa, EtaRef: w.EtaRef, Reference: w.Reference, Exact: !w.Anchored, Loss: w.Loss.told()}
	out.Serial = w.serial(w.AllPairs.plus(w.Pairs), out.Exact)
	lags := w.AllLags
	lags.add(w.Lags)
	out.Serial.Norm, out.Serial.NormSE = lags.mean()
	order := make([]int, len(w.octaves))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(w.octaves[j].Key, w.octaves[i].Key) })
	for a := range w.arrays {
		l := ArrayLaw{Name: w.arrays[a].Name, Alpha: nan, AlphaSE: nan}
		if alphas != nil {
			l.Alpha, l.AlphaSE = alphas[a].Alpha, alphas[a].SE
		}
		var rates [kinds][]ratePoint
		var updates, amplitudes []point
		for _, i := range order {
			o := &w.octaves[i]
			if o.Parts[a][fixed].Trials == 0 && o.Parts[a][current].Trials == 0 {
				continue
			}
			x := o.LogSum / float64(o.Steps)
			told := Octave{S: math.Exp(x), From: o.From, Step: o.Last + 1, Steps: o.Steps}
			told.Fixed = o.Parts[a][fixed].told(&o.kept[a][fixed], w.Kappa)
			told.Current = o.Parts[a][current].told(&o.kept[a][current], w.Kappa)
			var logUpdate point
			told.Update, told.UpdateSE, logUpdate = median(o.kept[a][current].second, x)
			_, _, logAmplitude := median(o.kept[a][current].first, x)
			l.Octaves = append(l.Octaves, told)
			updates, amplitudes = append(updates, logUpdate), append(amplitudes, logAmplitude)
			for kind := range kinds {
				rates[kind] = append(rates[kind], o.Parts[a][kind].ratePoint(x))
			}
		}
		l.Fixed, l.Current = rateExponent(rates[fixed]), rateExponent(rates[current])
		l.Update, l.Amplitude = lineExponent(updates), lineExponent(amplitudes)
		out.Arrays = append(out.Arrays, l)
	}
	return out
}

// Looked says that there was a step with an active parameter.
func (w *Watch) Looked() bool { return w.Any }

// told is what is told of a part, with its amplitudes.
func (p part) told(r *reservoir, kappa float64) Part {
	p.close()
	out := Part{Count: p.Jumps, Trials: p.Trials, Rate: nan, Low: nan, High: nan, Tail: fitTail(r.first, kappa)}
	out.Median, out.MedianSE, _ = median(r.first, 0)
	if p.Trials == 0 {
		return out
	}
	n, wider := float64(p.Trials), math.Sqrt(p.inflation())
	low, high := poisson95(p.Jumps)
	out.Rate = float64(p.Jumps) / n
	out.Low = max(0, out.Rate-wider*(out.Rate-low/n))
	out.High = out.Rate + wider*(high/n-out.Rate)
	return out
}

// fitTail fits the excesses of amplitudes over kappa.
func fitTail(amplitudes []float32, kappa float64) Tail {
	out := Tail{nan, nan, len(amplitudes)}
	if len(amplitudes) < leastAmplitudes {
		return out
	}
	excess := make([]float64, len(amplitudes))
	for i, a := range amplitudes {
		excess[i] = max(0, float64(a)/kappa-1)
	}
	if fit, err := tail.FitPareto(excess); err == nil {
		out.Shape, out.ShapeSE = fit.Shape, fit.SE.Shape
	}
	return out
}

// median is the median of the amplitudes above 0 with its standard error, and its logarithm as a point at x.
func median(amplitudes []float32, x float64) (m, se float64, log point) {
	logs := make([]float64, 0, len(amplitudes))
	for _, a := range amplitudes {
		if a > 0 {
			logs = append(logs, math.Log(float64(a)))
		}
	}
	log = point{x, nan, nan}
	if len(logs) < leastAmplitudes {
		return nan, nan, log
	}
	log.y, log.se = tail.MedianError(logs)
	m = math.Exp(log.y)
	return m, m * log.se, log
}
