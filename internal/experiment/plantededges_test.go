package experiment_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/train/nn"
)

// A plantedCase is an array of parameters of one law each, and what at most may be said of it.
type plantedCase struct {
	name   string
	draw   func(r *rand.Rand) float64
	heavy  float64 // share that may be called heavy-tailed or stable
	stable float64 // share that may be called stable
	least  verdict.Kind
	share  float64 // that is called least, at the least
}

// skewNormal is of mean 0 and has the skewness of delta = .9: .47, and an excess kurtosis of .32.
func skewNormal(r *rand.Rand) float64 {
	const delta = .9
	return delta*math.Abs(r.NormFloat64()) + math.Sqrt(1-delta*delta)*r.NormFloat64() - delta*math.Sqrt(2/math.Pi)
}

// Laws at the edges of what a probe meets, 400 parameters of each, of scales from 1e-6 to 1e6: what is no heavy tail is
// called one in at most 2 % of them, and what is not stable is not called stable in more. Parameters of one law are not
// called distinct.
func TestPlantedLawsAreJudged(t *testing.T) {
	cases := []plantedCase{
		{"Gaussian", (*rand.Rand).NormFloat64, .02, .02, verdict.IsGaussian, .2},
		{"uniform", func(r *rand.Rand) float64 { return r.Float64() - .5 }, .02, .02, verdict.LightTailed, .9},
		{"rounded", func(r *rand.Rand) float64 { return (math.Floor(256*r.NormFloat64()) + .5) / 256 }, .02, .02,
			verdict.IsGaussian, .2},
		{"rounded to sd/16", func(r *rand.Rand) float64 { return math.Round(16*r.NormFloat64()) / 16 }, 0, 0,
			verdict.IsGaussian, 0},
		{"rounded to sd", func(r *rand.Rand) float64 { return math.Round(r.NormFloat64()) }, 0, 0,
			verdict.IsGaussian, 0},
		{"skewed", skewNormal, 1, .02, verdict.IsGaussian, 0},
		{"exponential", func(r *rand.Rand) float64 { return r.ExpFloat64() - 1 }, 1, .02, verdict.HeavyTailed, .9},
		{"Laplace", law.Laplace{Scale: 1}.Rand, 1, .02, verdict.HeavyTailed, .9},
		{"two scales", law.TwoScaleGaussian{Scale: 1, Share: .1, Ratio: 5}.Rand, 1, .02, verdict.HeavyTailed, .9},
		{"Student-t", law.StudentT{Nu: 3, Scale: 1}.Rand, 1, .02, verdict.Undecided, .5}, // or heavy-tailed
		{"stable", law.SaS(1.5, 1).Rand, 1, 1, verdict.IsStable, .3},
	}
	params := 400
	if testing.Short() {
		params = 50
	}
	draw := func(r *rand.Rand, i int) float64 {
		return cases[i/params].draw(r) * math.Pow(10, float64(i%13-6))
	}
	b := planted(t, len(cases), params, 1024, draw, nil)
	for a, c := range cases {
		count := map[verdict.Kind]int{}
		for i := a * params; i < (a+1)*params; i++ {
			if p := b.Parameter(i); p.Judged {
				count[p.Kind]++
			}
		}
		t.Logf("%s: %v", c.name, count)
		near.Most(t, c.name+": share called heavy-tailed or stable",
			float64(count[verdict.HeavyTailed]+count[verdict.IsStable])/float64(params), c.heavy)
		near.Most(t, c.name+": share called stable", float64(count[verdict.IsStable])/float64(params), c.stable)
		near.Least(t, c.name+": share called "+c.least.String(), float64(count[c.least])/float64(params), c.share)
		for _, d := range b.Laws(a).Dispersion {
			if b.Laws(a).Coarse == params { // no series has a law
				continue
			}
			near.Least(t, c.name+": p-value of equal laws by "+d.Method, d.Parts[0].P, .002)
		}
		if c.name == "exponential" {
			near.Least(t, "share of exponential series with uneven signs", b.Laws(a).Skewness.Uneven.Share, .9)
		}
	}
}

// Broken and extreme gradients have the figures that exist, and no law where there is none.
func TestPlantedEdges(t *testing.T) {
	draws := 0
	cases := []struct {
		name  string
		draw  func(r *rand.Rand) float64
		check func(t *testing.T, p series.Parameter)
	}{
		{"constant", func(*rand.Rand) float64 { return .25 }, func(t *testing.T, p series.Parameter) {
			if !p.Dead || p.Judged {
				t.Errorf("dead %v, judged %v", p.Dead, p.Judged)
			}
		}},
		{"zeros", func(*rand.Rand) float64 { return 0 }, func(t *testing.T, p series.Parameter) {
			if !p.Dead || p.Judged || p.Zeros != p.N || p.AtomShare != 1 {
				t.Errorf("%+v", p)
			}
		}},
		{"outlier", func(r *rand.Rand) float64 { // one in draw 100
			if draws++; draws == 100 {
				return 1e12
			}
			return r.NormFloat64()
		}, func(t *testing.T, p series.Parameter) {
			if p.Kind == verdict.IsStable {
				t.Errorf("one outlier makes the noise %v", p.Kind)
			}
			near.Least(t, "alpha", p.Alpha, 1.9)
		}},
		{"tiny", func(r *rand.Rand) float64 { return 1e-42 * r.NormFloat64() }, judgedOrNot},
		{"huge", func(r *rand.Rand) float64 { return 1e37 * r.NormFloat64() }, func(t *testing.T, p series.Parameter) {
			near.Rel(t, "sd of huge noise", p.Sd, 1e37, .2)
			if p.Kind == verdict.IsStable || p.Kind == verdict.HeavyTailed {
				t.Errorf("Gaussian noise is %v", p.Kind)
			}
		}},
		{"not a number", func(r *rand.Rand) float64 {
			if r.Float64() < .1 {
				return math.NaN()
			}
			return r.NormFloat64()
		}, unjudged},
		{"infinite", func(r *rand.Rand) float64 { return math.Inf(1 - 2*r.IntN(2)) }, unjudged},
		{"rarely active", func(r *rand.Rand) float64 {
			if r.Float64() < .998 {
				return 0
			}
			return r.NormFloat64()
		}, func(t *testing.T, p series.Parameter) {
			if p.Judged {
				t.Errorf("judged by %d draws", p.N-p.Zeros)
			}
		}},
	}
	// One worker calls draw for one parameter after the other, so that the outlier's counter is not shared.
	b := plantedInOrder(t, 1024, len(cases), func(r *rand.Rand, i int) float64 { return cases[i].draw(r) })
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.check(t, b.Parameter(i)) })
	}
}

// judgedOrNot takes any figures: that there are any without a panic is what counts.
func judgedOrNot(*testing.T, series.Parameter) {}

func unjudged(t *testing.T, p series.Parameter) {
	if p.Judged || p.Missing == 0 || !math.IsNaN(p.Alpha) {
		t.Errorf("judged %v, missing %d, alpha %g", p.Judged, p.Missing, p.Alpha)
	}
}

// plantedInOrder counts planted draws in a stream, without a probe's drawing, on one core.
func plantedInOrder(t *testing.T, draws, params int, draw plantedSampler) *series.Bank {
	t.Helper()
	s := series.NewStream(series.StreamOptions{Arrays: []series.Array{{To: params}}, Draws: draws})
	for from := 0; from < draws; {
		g, rows := s.Room()
		rows = min(rows, draws-from)
		for m := range rows {
			draw.Sample(from+m, g[m*params:(m+1)*params], nn.Targets{})
		}
		if err := s.Count(rows); err != nil {
			t.Fatal(err)
		}
		from += rows
	}
	b, err := s.Judge(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
