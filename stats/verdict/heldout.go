package verdict

import "math"

// A HeldOutScore tells how well one family, fitted to one half of a series, describes the other half.
type HeldOutScore struct {
	Name string  `json:"name"` // of the family
	Nats float64 `json:"nats"` // see SignedBank.HeldOut
}

// heldOutFamilies are the families of held-out scores in their order, the Gaussian first.
var heldOutFamilies = []*family{
	gaussianFamily, stableFamily, studentFamily, laplaceFamily, generalizedFamily, twoScaleFamily, mixtureFamily,
}

// heldOut fits the families to the counts of first and scores those of second: see SignedBank.HeldOut.
func heldOut(first, second *binned) []HeldOutScore {
	if first.occupied() < 3 {
		return nil
	}
	var logs, gaussian [maxEdges + 1]float64
	out := make([]HeldOutScore, len(heldOutFamilies))
	for i, f := range heldOutFamilies {
		fit := f.fit(first)
		if f == gaussianFamily && math.Log2(first.edge(first.edges-1)) > fit.logScale+floorOctaves {
			fit.logScale = first.moment(2)
		}
		fit.logScale += float64(first.unit - second.unit)
		f.logProbabilities(second, &fit, &logs)
		if f == gaussianFamily {
			gaussian = logs
		}
		sum := 0.
		for k, n := range second.n[:second.edges+1] {
			if n > 0 {
				sum += n * (logs[k] - gaussian[k])
			}
		}
		out[i] = HeldOutScore{Name: f.name, Nats: sum / second.total}
	}
	return out
}

// floorOctaves is log2 of the number of standard deviations from which leastProbability bounds the probability of a bin
// of a Gaussian: its fit no longer sees samples that lie farther out.
const floorOctaves = 5.1

// logProbabilities writes the logarithms of the bin probabilities of a fit into logs, without the bound
// leastProbability: they are finite wherever the table reaches, and beyond it at least those of its end.
func (f *family) logProbabilities(b *binned, fit *binnedFit, logs *[maxEdges + 1]float64) {
	if f == twoScaleFamily {
		var wide [maxEdges + 1]float64
		gaussianFamily.logProbabilities(b, &binnedFit{logScale: fit.logScale}, logs)
		if fit.share == 0 {
			return
		}
		gaussianFamily.logProbabilities(b, &binnedFit{logScale: fit.logScale + fit.shape}, &wide)
		for k := range b.edges + 1 {
			x, y := logs[k]+math.Log1p(-fit.share), wide[k]+math.Log(fit.share)
			logs[k] = max(x, y) + math.Log1p(math.Exp(-math.Abs(x-y)))
		}
		return
	}
	table := *f.table
	table.logs = false // logarithms as they stand, not their exponentials
	var e edgeValues
	table.edges(b, fit.shape, fit.logScale, false, &e)
	last := -math.Ln2 // ln S(0)
	for k := range b.edges + 1 {
		next := math.Inf(-1)
		if k < b.edges {
			if next = e.s[k]; !f.table.logs {
				next = math.Log(max(next, leastProbability))
			}
		}
		logs[k] = math.Ln2 + last
		if next < last { // else beyond the table, where S no longer falls
			logs[k] += math.Log(-math.Expm1(next - last))
		}
		last = next
	}
}
