package report

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"levyscope/stats/verdict"
)

// unevenP is the p-value of symmetry from which on the error of the centre
// explains signs that are uneven.
const unevenP = .001

// Verdict is a verdict as reports write it in JSON.
type Verdict struct{ verdict.Verdict }

// newVerdict is v without the remark on uneven signs, unless they are more uneven
// than the error of the centre makes them; symmetry is the p-value of that.
func newVerdict(v verdict.Verdict, symmetry float64) Verdict {
	if symmetry > unevenP {
		v.Remarks = slices.DeleteFunc(slices.Clone(v.Remarks), func(r verdict.Remark) bool {
			return r.Kind == verdict.UnevenSigns
		})
	}
	return Verdict{v}
}

// MarshalJSON writes the figures of the verdict as one object without levels.
func (v Verdict) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind       string `json:"kind"`
		Text       string `json:"text"`
		Note       string `json:"note"`
		PGaussian  figure `json:"p_gaussian"`
		PStable    figure `json:"p_stable"`
		PFinite    figure `json:"p_finite"` // of the closest law of finite variance; null: no Gaussian is rejected
		Alpha      figure `json:"alpha"`
		AlphaSE    figure `json:"alpha_se"`  // null where alpha is at an edge of its search
		AlphaLow   figure `json:"alpha_low"` // 95 % interval
		AlphaHigh  figure `json:"alpha_high"`
		Sigma      figure `json:"sigma"`
		SigmaSE    figure `json:"sigma_se"`
		SumBlock   int    `json:"sum_block"` // samples in a sum; 0: too few sums
		SumAlpha   figure `json:"sum_alpha"`
		SumAlphaSE figure `json:"sum_alpha_se"` // null at an edge
		SumP       figure `json:"sum_p"`        // of "no drift towards 2"

		Atoms     []verdict.AtomShare `json:"atoms"`       // values that repeat, which are set apart
		Step      float64             `json:"step"`        // that values were rounded to; 0: none
		TooCoarse bool                `json:"too_coarse"`  // for the law to be told
		Clip      *verdict.Clip       `json:"clip"`        // the range that values were clipped to; null: none
		Outlier   *outlier            `json:"outlier"`     // the one sample but for which the series is Gaussian
		Asymmetry *asymmetry          `json:"asymmetry"`   // null: the two sides are alike
		NoLawFits bool                `json:"no_law_fits"` // the best law is itself rejected
	}{
		v.Kind.String(), v.String(), v.Note(), figure(v.PGaussian), figure(v.PStable), figure(v.PFinite),
		figure(v.Alpha.Alpha), figure(errorInside(v.Alpha.Alpha, v.Alpha.SE.Alpha)), figure(v.Lo), figure(v.Hi),
		figure(v.Alpha.Scale), figure(v.Alpha.SE.Scale),
		v.Drift.Block, figure(v.Drift.Sum.Alpha), figure(errorInside(v.Drift.Sum.Alpha, v.Drift.Sum.SE)), figure(v.Drift.P),
		append([]verdict.AtomShare{}, v.Atoms...), v.Step, v.TooCoarse,
		v.Clip, outlierOf(v.Outlier), asymmetryOf(v.Asymmetry), v.NoLawFits(),
	})
}

// outlier is a verdict.Outlier as reports write it.
type outlier struct {
	Value     figure `json:"value"`
	Size      figure `json:"size"`       // |x - centre|
	PGaussian figure `json:"p_gaussian"` // of the samples without it
}

func outlierOf(o *verdict.Outlier) *outlier {
	if o == nil {
		return nil
	}
	return &outlier{figure(o.Value), figure(o.Size), figure(o.PGaussian)}
}

// asymmetry is a verdict.Asymmetry as reports write it.
type asymmetry struct {
	P        figure `json:"p"`         // of symmetry
	Beta     figure `json:"beta"`      // skewness of the stable law with these quantiles
	BetaSE   figure `json:"beta_se"`   // its standard error; null at an edge of the search
	Pairs    int    `json:"pairs"`     // differences that the law was judged by
	OneSided int    `json:"one_sided"` // 1: no sample is below zero, -1: none is above it
}

func asymmetryOf(a *verdict.Asymmetry) *asymmetry {
	if a == nil {
		return nil
	}
	return &asymmetry{figure(a.P), figure(a.Beta), figure(a.BetaSE), a.Pairs, a.OneSided}
}

// figure is a number that is null in JSON if it is not finite.
type figure float64

// MarshalJSON writes the shortest decimal that reads back as the same number.
func (f figure) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(f), 'g', -1, 64), nil
}
