package probetables_test

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/tui/probetables"
)

// The counts of a table add up to all draws, with those beyond the bins and those without a size.
func TestCountsAddUp(t *testing.T) {
	h := train.Histogram{Limit: 16, Counts: []int{3, 4}, Under: 26, Over: 34}
	table := probetables.Histogram("noise", h, []float64{1, 2}, nil)[0]
	sum := func(names ...string) (n float64) {
		for _, c := range table.Columns {
			for _, name := range names {
				for _, v := range c.Numbers {
					if c.Name == name && !math.IsNaN(v) {
						n += v
					}
				}
			}
		}
		return n
	}
	near.Abs(t, "counts", sum("count"), 67, 0)
	if from := table.Columns[0].Numbers; !math.IsInf(from[0], -1) || table.Len() != 4 {
		t.Errorf("rows from %v", from)
	}
	if g := table.Columns[3].Numbers; len(g) != 4 || !math.IsNaN(g[0]) || g[2] != 2 || !math.IsNaN(g[3]) {
		t.Errorf("the law is %v", g)
	}
	one := series.Histogram{Edges: []float64{1, 2, 4}, Below: []int{1, 2}, Above: []int{3, 4}, Zeros: 5, Centre: 6,
		OpenHigh: true}
	table = probetables.Weight("w", series.Parameter{}, one, nil)[1]
	near.Abs(t, "draws", sum("negative", "positive", "zero_noise", "zero_gradient"), 21, 0)
	if to := table.Columns[1].Numbers; !math.IsInf(to[1], 1) {
		t.Errorf("the open bin ends at %v", to)
	}
}
