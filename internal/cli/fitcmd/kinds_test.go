package fitcmd_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/near"
	"levyscope/stats/law"
)

// fitted is the verdict of levyscope fit on n draws.
func fitted(t *testing.T, n int, draw func(*rand.Rand) float64) map[string]any {
	t.Helper()
	out := clitest.Parse(t, clitest.Must(t, fitcmd.New(), column(t, n, draw), "--column", "grad", "--json",
		"--bootstrap", "0", "--exact", "500"))
	return out[0]["verdict"].(map[string]any)
}

// is fails the test unless the verdict has that kind.
func is(t *testing.T, v map[string]any, kinds ...string) {
	t.Helper()
	for _, k := range kinds {
		if v["kind"] == k {
			return
		}
	}
	t.Errorf("%v, want %s", v["text"], strings.Join(kinds, " or "))
}

// says fails the test unless the verdict or its note holds each of the words.
func says(t *testing.T, v map[string]any, words ...string) {
	t.Helper()
	text := v["text"].(string) + "; " + v["note"].(string)
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in %q", w, text)
		}
	}
}

func sas(alpha float64) func(*rand.Rand) float64 {
	m := law.SaS(alpha, 1).Sampler()
	return m.Draw
}

func rounded(step float64, draw func(*rand.Rand) float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return math.Round((draw(r)+.37)/step) * step }
}

func withAtom(share, value float64, draw func(*rand.Rand) float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		if r.Float64() < share {
			return value
		}
		return draw(r)
	}
}

// Rounded values are judged as the values that were rounded.
func TestFitOnRoundedValues(t *testing.T) {
	v := fitted(t, 5000, rounded(.01, (*rand.Rand).NormFloat64))
	is(t, v, "Gaussian")
	near.Rel(t, "step", v["step"].(float64), .01, 1e-6)
	v = fitted(t, 5000, rounded(.25, sas(1.5)))
	is(t, v, "stable")
	near.Abs(t, "alpha", v["alpha"].(float64), 1.5, .1)
	says(t, v, "rounded to steps of 0.25")
	v = fitted(t, 5000, rounded(3, (*rand.Rand).NormFloat64))
	is(t, v, "undecided")
	says(t, v, "undecided: rounded too coarsely", "rounded to steps of 3")
}

// A value that repeats is said with its share, and the rest judged.
func TestFitOnRepeatedValues(t *testing.T) {
	v := fitted(t, 6000, withAtom(.3, 0, (*rand.Rand).NormFloat64))
	is(t, v, "Gaussian")
	says(t, v, "% of the samples are the one value 0,")
	v = fitted(t, 6000, withAtom(.22, -.87927874, sas(1.5)))
	is(t, v, "stable")
	near.Abs(t, "alpha", v["alpha"].(float64), 1.5, .1)
	says(t, v, "of the samples are the one value -0.879279")
	near.Abs(t, "share", v["atoms"].([]any)[0].(map[string]any)["share"].(float64), .22, .03)
}

// Rivals of finite variance that come close to a stable law are not called stable.
func TestFitOnTheTextbookRival(t *testing.T) {
	for _, n := range []int{1000, 4000} {
		is(t, fitted(t, n, law.TwoScaleGaussian{Scale: 1, Ratio: 5, Share: .05}.Rand),
			"undecided", "heavy-tailed, not stable")
	}
	v := fitted(t, 4000, law.TwoScaleGaussian{Scale: 1, Ratio: 5, Share: .05}.Rand)
	says(t, v, "two-scale Gaussian")
	i := 0
	v = fitted(t, 5000, func(r *rand.Rand) float64 {
		if i++; i == 2000 {
			return 40
		}
		return r.NormFloat64()
	})
	is(t, v, "Gaussian")
	says(t, v, "Gaussian but for one sample, 40")
}

// An asymmetric series is called so, a skewed stable law is not rejected, and one side is told.
func TestFitOnSkewedValues(t *testing.T) {
	v := fitted(t, 5000, law.Stable{Alpha: 1, Beta: 1, Scale: 1}.Rand)
	is(t, v, "stable", "undecided")
	says(t, v, "asymmetric", "alpha = ", "beta = ")
	near.Abs(t, "alpha", v["alpha"].(float64), 1, .1)
	v = fitted(t, 5000, func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) })
	is(t, v, "heavy-tailed, not stable")
	says(t, v, "asymmetric", "no symmetric law fits", "one-sided: no sample is below zero")
}

// Dependent samples are told, and count for fewer.
func TestFitOnDependentValues(t *testing.T) {
	s := 0.
	v := fitted(t, 5000, func(r *rand.Rand) float64 {
		s = .95*s + r.NormFloat64()
		return s
	})
	is(t, v, "undecided", "Gaussian")
	says(t, v, "depend on each other")
}

// A tail index of 0.2 is found, not the edge of a search.
func TestFitOnVeryHeavyTails(t *testing.T) {
	v := fitted(t, 5000, sas(.2))
	is(t, v, "stable")
	near.Abs(t, "alpha", v["alpha"].(float64), .2, .015)
}
