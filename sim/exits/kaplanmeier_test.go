package exits

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// The remission times of 21 leukaemia patients on 6-mercaptopurine, Freireich et al.
// 1963 (Gehan 1965); negative: censored.
var statRemission = []float64{6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35}

// Survival, Greenwood's standard error and the log-log band as the textbooks have
// them: Klein and Moeschberger 2003, table 4.1A (survival and error); Cleves, Gould
// and Marchenko 2016 (the band, as Stata lists it). The median is 23, from 13 to
// infinity; the exponential mean 359/9.
func TestKaplanMeierRemission(t *testing.T) {
	want := []SurvivalPoint{
		{6, .8571, .0764, .6197, .9516}, {7, .8067, .0869, .5631, .9228}, {10, .7529, .0963, .5032, .8894},
		{13, .6902, .1068, .4316, .8491}, {16, .6275, .1141, .3675, .8049}, {22, .5378, .1282, .2678, .7468},
		{23, .4482, .1346, .1881, .6801},
	}
	var times []float64
	var censored []bool
	e := statRecord(t, 1, math.Inf(1), nil)
	for _, v := range statRemission {
		times, censored = append(times, math.Abs(v)), append(censored, v < 0)
		if err := e.Add(math.Abs(v), v < 0); err != nil {
			t.Fatal(err)
		}
	}
	got, err := kaplanMeier(times, censored)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d points, %v", len(got), err)
	}
	for i, w := range want {
		g := got[i]
		if g.Time != w.Time {
			t.Errorf("%+v, want %+v", g, w)
		}
		at := fmt.Sprintf(" at %g", w.Time)
		near.Abs(t, "survival"+at, g.Survival, w.Survival, 6e-5)
		near.Abs(t, "SE"+at, g.SE, w.SE, 6e-5)
		near.Abs(t, "lower end"+at, g.Lo, w.Lo, 6e-5)
		near.Abs(t, "upper end"+at, g.Hi, w.Hi, 6e-5)
		b := e.Survival([]float64{w.Time + .5})[0]
		if b.Survival != g.Survival || b.SE != g.SE || b.Lo != g.Lo || b.Hi != g.Hi {
			t.Errorf("by bins %+v, exact %+v", b, g)
		}
	}
	if q := e.Median(); q.Time != 23 || q.Lo != 13 || !math.IsInf(q.Hi, 1) {
		t.Errorf("median %+v", q)
	}
	near.Abs(t, "mean", e.Mean().Mean, 359./9, 1e-12)
}

// kaplanMeier is the estimate of S at the distinct exit times, without bins: the reference for
// Times. Times are finite and above 0. censored[i] tells whether path i was still inside at
// times[i]; nil means that no path was censored.
func kaplanMeier(times []float64, censored []bool) ([]SurvivalPoint, error) {
	if censored != nil && len(censored) != len(times) {
		return nil, fmt.Errorf("censored has %d entries for %d times: give one for each, or none at all",
			len(censored), len(times))
	}
	order := make([]int, len(times))
	for i, t := range times {
		if !(t > 0) || math.IsInf(t, 1) {
			return nil, fmt.Errorf("times[%d] = %g: an exit time is finite and above 0", i, t)
		}
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if times[i] < times[j] {
			return -1
		} else if times[i] > times[j] {
			return 1
		}
		return 0
	})
	c := survivalCurve{}
	var out []SurvivalPoint
	for i := 0; i < len(order); {
		t, d, next := times[order[i]], 0, i
		for ; next < len(order) && times[order[next]] == t; next++ {
			if censored == nil || !censored[order[next]] {
				d++
			}
		}
		if d > 0 {
			c.add(timeRange{t, t}, float64(d), float64(len(order)-i))
		}
		c.lastTime = t
		i = next
	}
	for _, k := range c.knots {
		out = append(out, c.at(k.exit.last))
	}
	return out, nil
}

// The record by bins agrees with the exact estimate far beyond the bins that are
// exact: within a bin to the spread of its exits, at its end to what the
// order of exits and censored paths in it makes. Censored at a horizon alone it is exact there.
func TestKaplanMeierByBins(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	e := statRecord(t, 1, math.Inf(1), nil)
	times, censored := statExponential(r, 2000, 1e5), make([]bool, 2000)
	for i := range times {
		if c := 3e5 * r.Float64(); c < times[i] {
			times[i], censored[i] = c, true
		}
		if err := e.Add(times[i], censored[i]); err != nil {
			t.Fatal(err)
		}
	}
	exact, err := kaplanMeier(times, censored)
	if err != nil {
		t.Fatal(err)
	}
	c := e.curve()
	for _, p := range exact {
		// Within a bin by the spread of its few exits; at its end by the half of its censored paths.
		tolerance := .4 * p.SE
		if k := slices.IndexFunc(c.knots, func(k survivalKnot) bool { return k.exit.last == p.Time }); k >= 0 {
			tolerance = 3e-4
		}
		b := c.at(p.Time)
		for _, pair := range [][2]float64{{b.Survival, p.Survival}, {b.SE, p.SE}, {b.Lo, p.Lo}, {b.Hi, p.Hi}} {
			if !(math.Abs(pair[0]-pair[1]) <= tolerance) {
				t.Fatalf("by bins %+v, exact %+v", b, p)
			}
		}
	}
	e = statRecord(t, 1, 1.01e5, statExponential(r, 5000, 1e5))
	c = e.curve()
	near.Abs(t, "survival of the horizon", c.at(1.01e5).Survival, float64(e.censored)/5000, 1e-12)
	if p := c.at(1.02e5); !math.IsNaN(p.Survival) {
		t.Errorf("beyond the horizon: %+v", p)
	}
}

// The band holds S(t), and Brookmeyer and Crowley's interval the median, in 95 % of
// samples: 40 exponential times, one third censored.
func TestKaplanMeierCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const runs = 2000
	band, median := 0, 0
	for range runs {
		e := statRecord(t, 1e-3, math.Inf(1), nil)
		for range 40 {
			tau, cut := r.ExpFloat64(), 2*r.ExpFloat64()
			if err := e.Add(min(tau, cut), cut < tau); err != nil {
				t.Fatal(err)
			}
		}
		c := e.curve()
		if p := c.at(.7); p.Lo <= math.Exp(-.7) && math.Exp(-.7) <= p.Hi {
			band++
		}
		if q := c.quantile(.5); q.Lo <= math.Ln2 && math.Ln2 <= q.Hi {
			median++
		}
	}
	for what, n := range map[string]int{"band": band, "median": median} {
		if share := float64(n) / runs; !(share >= .93 && share <= .97) {
			t.Errorf("%s: covers in %.3f", what, share)
		}
	}
}

func TestKaplanMeierRefusesBadValues(t *testing.T) {
	if _, err := kaplanMeier([]float64{1, 2}, []bool{true}); err == nil {
		t.Error("lengths differ: no error")
	}
	for _, v := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := kaplanMeier([]float64{1, v}, nil); err == nil {
			t.Errorf("time %g: no error", v)
		}
	}
	if out, err := kaplanMeier(nil, nil); out != nil || err != nil {
		t.Errorf("nothing: %v, %v", out, err)
	}
	all, err := kaplanMeier([]float64{2, 1, 2, 4}, nil)
	if err != nil || len(all) != 3 || all[1].Survival != .25 ||
		all[2].Survival != 0 || all[2].Lo != 0 || all[2].Hi != all[1].Hi {
		t.Errorf("uncensored: %+v, %v", all, err)
	}
}
