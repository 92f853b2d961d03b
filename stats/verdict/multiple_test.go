package verdict

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/statstest"
)

// The 15 p-values of Benjamini and Hochberg 1995, section 4: at 0.05 the four smallest are rejected. The q are
// min over j >= i of 15 p_(j)/j by hand.
func TestBenjaminiHochbergOnItsOwnExample(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	want := []float64{.0015, .003, .0095, .035625, .0603, .447 / 7, .447 / 7, .0645, .0765, .486, 6.393 / 11, .714875,
		9.792 / 13, 11.385 / 14, 1}
	// In another order, with what is no test among them.
	var mixed []float64
	var place []int
	for k := range p {
		i := k * 7 % len(p)
		mixed, place = append(mixed, math.NaN(), p[i]), append(place, i)
	}
	q := BenjaminiHochberg(mixed)
	for k, i := range place {
		if !math.IsNaN(q[2*k]) {
			t.Errorf("q of NaN is %g", q[2*k])
		}
		near.Abs(t, fmt.Sprintf("q of p %g", p[i]), q[2*k+1], want[i], 1e-12)
	}
}

func TestBenjaminiHochbergKeepsTheOrder(t *testing.T) {
	r := statstest.Rand(830)
	for range 200 {
		p := make([]float64, 1+r.IntN(40))
		for i := range p {
			p[i] = math.Round(20*r.Float64()*r.Float64()) / 20 // with ties
		}
		q := BenjaminiHochberg(p)
		for i := range p {
			if !(q[i] >= p[i] && q[i] <= 1) {
				t.Fatalf("p %v: q %v", p, q)
			}
			for j := range p {
				if p[i] < p[j] && q[i] > q[j] || p[i] == p[j] && q[i] != q[j] {
					t.Fatalf("p %v: q %v", p, q)
				}
			}
		}
	}
	if len(BenjaminiHochberg(nil)) != 0 {
		t.Error("tests out of nothing")
	}
	for i, v := range BenjaminiHochberg([]float64{-1, 2, math.Inf(1), .3}) {
		if (i == 3) != (v == .3) || (i < 3) != math.IsNaN(v) {
			t.Errorf("q[%d] = %g", i, v)
		}
	}
}

// Independent tests: the false discovery rate is exactly (true hypotheses)/(all) times the level.
func TestBenjaminiHochbergKeepsTheRate(t *testing.T) {
	const m, true0, level, replicates = 50, 40, .1, 5000
	r := statstest.Rand(831)
	p := make([]float64, m)
	sum, square := 0., 0.
	for range replicates {
		for i := range p {
			p[i] = r.Float64()
			if i >= true0 { // one-sided z test of a mean of 2.5
				p[i] = math.Erfc((2.5+r.NormFloat64())/math.Sqrt2) / 2
			}
		}
		rejected, falsely := 0., 0.
		for i, q := range BenjaminiHochberg(p) {
			if q <= level {
				rejected++
				if i < true0 {
					falsely++
				}
			}
		}
		share := falsely / max(rejected, 1)
		sum += share
		square += share * share
	}
	mean := sum / replicates
	se := math.Sqrt(square/replicates-mean*mean) / math.Sqrt(replicates)
	near.Abs(t, "false discovery rate", mean, level*true0/m, 4*se)
}

// 2000 Gaussian series: each by itself about one in a hundred is called something else, together hardly any.
func TestDecideAllOnGaussianSeries(t *testing.T) {
	const n = 4096
	series := statstest.Replicates(2000, 500)
	b, r := NewDyadicBank(series), statstest.Rand(832)
	for i := range series {
		for range n {
			b.Add(i, r.NormFloat64())
		}
	}
	v := make([]Verdict, series)
	if err := b.VerdictAll(v); err != nil {
		t.Fatal(err)
	}
	if w := b.Verdict(17); w.String() != v[17].String() || w.PGaussian != v[17].PGaussian || w.PStable != v[17].PStable {
		t.Errorf("alone %v, with the others %v", w, v[17])
	}
	count := func() (k [LightTailed + 1]int) {
		for i := range v {
			k[v[i].Kind]++
		}
		return k
	}
	alone := count()
	DecideAll(v, .01)
	together := count()
	t.Logf("alone %v, together %v", alone, together)
	if alone[HeavyTailed]+alone[LightTailed]+alone[IsStable] > series/50 {
		t.Errorf("alone: %v", alone)
	}
	if together[HeavyTailed]+together[LightTailed]+together[IsStable] > 2 || together[IsGaussian] < alone[IsGaussian] {
		t.Errorf("together: %v, alone %v", together, alone)
	}
}

// Among Gaussian series those of other laws are still found.
func TestDecideAllFindsTheOthers(t *testing.T) {
	const each, n = 60, 4096
	sources := []verdictSource{verdictSources[3], verdictSources[1], verdictSources[4], verdictSources[6],
		verdictSources[3]}
	b, r := NewDyadicBank(each*len(sources)+1), statstest.Rand(833)
	x := make([]float64, n)
	for i := range each * len(sources) {
		sources[i/each].fill(x, r)
		for _, y := range x {
			b.Add(i, y)
		}
	}
	v := make([]Verdict, b.Len())
	if err := b.VerdictAll(v); err != nil {
		t.Fatal(err)
	}
	DecideAll(v, .01)
	for k, s := range sources {
		right := 0
		for _, w := range v[k*each : (k+1)*each] {
			if w.Kind == s.right {
				right++
			}
		}
		if right < each*9/10 {
			t.Errorf("%s: %d of %d are %v", s.name, right, each, s.right)
		}
	}
	if v[len(v)-1].Kind != Undecided {
		t.Errorf("an empty series: %v", v[len(v)-1])
	}
	w := v[each]
	for _, c := range []struct {
		gaussian, stable, finite float64
		want                     Kind
	}{
		{0, 0, 0, HeavyTailed}, {0, .5, 0, IsStable}, {0, .5, .5, Undecided}, {.5, .5, 0, Undecided},
		{math.NaN(), .5, 0, Undecided}, {0, math.NaN(), 0, Undecided}, {0, .5, math.NaN(), Undecided},
	} {
		if w.decide(c.gaussian, c.stable, c.finite, .01); w.Kind != c.want {
			t.Errorf("p %g, %g, %g: %v, want %v", c.gaussian, c.stable, c.finite, w.Kind, c.want)
		}
	}
}
