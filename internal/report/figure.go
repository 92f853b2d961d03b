package report

import (
	"math"
	"slices"

	"levyscope/internal/plot"
	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// curves are the laws of a figure, as functions: the best, the stable and the Gaussian.
func (r *Report) curves(of func(verdict.LawComparison) func(float64) float64) (out []plot.Curve) {
	for i, l := range r.Exact.Laws {
		if i == 0 || l.Name == stable || l.Name == gaussian {
			out = append(out, plot.Curve{Name: l.Law, F: of(l)})
		}
	}
	return out
}

// Density draws the histogram of samples (as read) about the centre, over the central
// 99.5 % and half as far again, with the fitted densities. Errors are those of plot.Density.
func (r *Report) Density(title string, sample []float64) (*plot.Figure, error) {
	return plot.Density(r.densityData(title, sample))
}

func (r *Report) densityData(title string, sample []float64) plot.DensityData {
	x := slices.Clone(sample)
	for i := range x {
		x[i] -= r.Centre
	}
	slices.Sort(x)
	limit := 1.5 * max(-tail.SortedQuantile(x, .0025), tail.SortedQuantile(x, .9975))
	const bins = 80
	d := plot.DensityData{
		Title: title, XLabel: "x - centre", Counts: make([]float64, bins), Total: float64(len(x)),
		Curves: r.curves(func(l verdict.LawComparison) func(float64) float64 { return l.Prob }),
	}
	for i := range bins + 1 {
		d.Edges = append(d.Edges, limit*(2*float64(i)/bins-1))
	}
	for _, v := range x {
		if i := int(math.Floor((v/limit + 1) / 2 * bins)); i >= 0 && i < bins {
			d.Counts[i]++
		}
	}
	return d
}

// Tails draws the share of all samples beyond the edges of the histogram's bins, with
// its 95 % Wilson interval and the fitted laws. Errors are those of plot.Tail.
func (r *Report) Tails(title string, d *verdict.Dyadic) (*plot.Figure, error) {
	return plot.Tail(r.tailData(title, d))
}

func (r *Report) tailData(title string, d *verdict.Dyadic) plot.TailData {
	t := plot.TailData{
		Title: title, XLabel: "|x - centre|", BandName: "95 % interval",
		Curves: r.curves(func(l verdict.LawComparison) func(float64) float64 {
			return func(x float64) float64 { return 2 * l.Survival(x) }
		}),
	}
	n := d.N()
	above := n
	for _, b := range d.Bins() {
		low, high := tail.WilsonInterval(above, n, tail.RoundedNormal975)
		t.X, t.P = append(t.X, b.Lo), append(t.P, float64(above)/float64(n))
		t.Low, t.High = append(t.Low, low), append(t.High, high)
		above -= b.Count
	}
	return t
}
