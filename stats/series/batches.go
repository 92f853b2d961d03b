package series

import (
	"cmp"
	"math"
	"slices"
)

// batchFactors are how many minibatches are taken as one.
var batchFactors = [...]int{1, 8}

// A Batch is the law of means over Factor minibatches, which is that of a batch Factor times as large: medians over
// 150 sampled series without an atom, by the first 4,096 draws at most.
type Batch struct {
	Factor    int     `json:"factor"` // 1 or 8
	Count     int     `json:"series"`
	Alpha     float64 `json:"alpha"` // by likelihood: at 1 of all series without an atom, at 8 of 40
	AlphaSE   float64 `json:"alpha_se"`
	MedianAbs float64 `json:"median_abs"` // median |mean of U|
	Sd        float64 `json:"sd"`         // at factor 1 of an eighth of the draws: of as many samples
}

// Batches are the law against the batch size. Slopes are medians over the series of the change of a logarithm with that
// of the batch. Of SaS both are 1/alpha - 1, of a law of finite variance that of ln sd is -1/2.
type Batches struct {
	Sizes         []Batch `json:"sizes"`
	SlopeSd       float64 `json:"slope_sd"` // of ln sd
	SlopeSdSE     float64 `json:"slope_sd_se"`
	SlopeMedian   float64 `json:"slope_median"` // of ln median|U|
	SlopeMedianSE float64 `json:"slope_median_se"`
	Stable        float64 `json:"stable"` // 1/alpha - 1 at the median alpha of factor 1
	Finite        float64 `json:"finite"` // -1/2
}

// batchLaw is the law of one series at one factor.
type batchLaw struct {
	alpha      leaves // by likelihood; without groups only where asked for
	logSd      leaves
	logMedian  leaves
	likelihood bool // alpha has been fitted without groups
}

// newBatchLaw is the law of x, means over factor draws, of which each run from a block of 32 draws is in a group.
func newBatchLaw(x []float64, factor int, without bool) batchLaw {
	var parts [groups][]float64
	block := ContrastBlock / factor
	for t, v := range x {
		g := t / block % groups
		parts[g] = append(parts[g], v)
	}
	out := batchLaw{logSd: logSds(x, factor), logMedian: logMedians(x, block), likelihood: without}
	if without {
		out.alpha = likelihood(&parts)
	}
	return out
}

// logSds is ln sd about 0 of as many samples as there are means over 8 draws, since the sd of samples of infinite
// variance rises with their number: at factor 1 the median over the 8 sets of every 8th draw.
func logSds(x []float64, factor int) (out leaves) {
	sets := batchFactors[len(batchFactors)-1] / factor
	type sums struct{ squares, n float64 }
	all := make([]sums, sets)
	parts := make([][groups]sums, sets)
	for t, v := range x {
		set, g := t%sets, t*factor/ContrastBlock%groups
		all[set] = sums{all[set].squares + v*v, all[set].n + 1}
		p := &parts[set][g]
		*p = sums{p.squares + v*v, p.n + 1}
	}
	whole, without := make([]float64, sets), make([]float64, sets)
	for set, a := range all {
		whole[set] = math.Log(a.squares/a.n) / 2
	}
	out.all = median(whole)
	for g := range out.without {
		for set, a := range all {
			p := parts[set][g]
			without[set] = math.Log((a.squares-p.squares)/(a.n-p.n)) / 2
		}
		out.without[g] = median(without)
	}
	if len(x)*factor < groups*ContrastBlock {
		for g := range out.without {
			out.without[g] = math.NaN()
		}
	}
	return out
}

// logMedians is ln median|x|.
func logMedians(x []float64, block int) leaves {
	type labelled struct {
		size  float64
		group int
	}
	sorted := make([]labelled, len(x))
	var counts [groups]int
	for t, v := range x {
		g := t / block % groups
		sorted[t] = labelled{math.Abs(v), g}
		counts[g]++
	}
	slices.SortFunc(sorted, func(a, b labelled) int { return cmp.Compare(a.size, b.size) })
	middle := func(left int) float64 { // the median without a group; -1: of all
		n := len(x)
		if left >= 0 {
			n -= counts[left]
		}
		seen, low := 0, math.NaN()
		for _, s := range sorted {
			if s.group == left {
				continue
			}
			if seen == (n-1)/2 {
				low = s.size
			}
			if seen == n/2 {
				return math.Log((low + s.size) / 2)
			}
			seen++
		}
		return math.NaN()
	}
	out := leaves{all: middle(-1)}
	for g := range out.without {
		out.without[g] = math.NaN()
		if counts[g] > 0 {
			out.without[g] = middle(g)
		}
	}
	return out
}

// batches is the law against the batch size. alpha1 is the median over all series without an atom, at factor 1.
func (j *jackknife) batches(alpha1 float64) Batches {
	var out Batches
	for k, factor := range batchFactors {
		var alpha, size, sd []float64
		out.Sizes = append(out.Sizes, Batch{Factor: factor})
		b := &out.Sizes[k]
		for _, s := range j.series {
			if s.batches != nil {
				b.Count++
				if s.batches[k].likelihood {
					alpha = finite(alpha, s.batches[k].alpha.all)
				}
				size, sd = finite(size, s.batches[k].logMedian.all), finite(sd, s.batches[k].logSd.all)
			}
		}
		b.Alpha, b.MedianAbs, b.Sd = median(alpha), math.Exp(median(size)), math.Exp(median(sd))
		if k == 0 {
			b.Alpha = alpha1
		}
		b.AlphaSE = j.error(func(s *sampled) *leaves {
			if s.batches == nil || !s.batches[k].likelihood {
				return nil
			}
			return s.free(&s.batches[k].alpha)
		}, itself)
		if AtEdge(b.Alpha) {
			b.AlphaSE = math.NaN()
		}
	}
	out.SlopeSd, out.SlopeSdSE = j.slope(func(b *batchLaw) *leaves { return &b.logSd })
	out.SlopeMedian, out.SlopeMedianSE = j.slope(func(b *batchLaw) *leaves { return &b.logMedian })
	out.Stable, out.Finite = 1/out.Sizes[0].Alpha-1, -.5
	return out
}

// slope is the median over the series of the slope of a logarithm against that of the batch, with its error.
func (j *jackknife) slope(of func(b *batchLaw) *leaves) (slope, se float64) {
	var all []float64
	slopes := map[*sampled]*leaves{}
	width := math.Log(float64(batchFactors[1]) / float64(batchFactors[0]))
	for _, s := range j.series {
		if s.batches == nil {
			continue
		}
		one, many := of(&s.batches[0]), of(&s.batches[1])
		l := &leaves{all: (many.all - one.all) / width}
		for g := range l.without {
			l.without[g] = (many.without[g] - one.without[g]) / width
		}
		slopes[s] = l
		all = finite(all, l.all)
	}
	return median(all), j.error(func(s *sampled) *leaves { return slopes[s] }, itself)
}
