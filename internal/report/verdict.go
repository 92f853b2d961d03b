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
		PFinite    figure `json:"p_finite"` // of the closest law of finite variance; null where a Gaussian is not rejected
		Alpha      figure `json:"alpha"`
		AlphaSE    figure `json:"alpha_se"`
		AlphaLow   figure `json:"alpha_low"` // 95 % interval
		AlphaHigh  figure `json:"alpha_high"`
		Sigma      figure `json:"sigma"`
		SigmaSE    figure `json:"sigma_se"`
		SumBlock   int    `json:"sum_block"` // samples in a sum; 0: too few sums
		SumAlpha   figure `json:"sum_alpha"`
		SumAlphaSE figure `json:"sum_alpha_se"`
		SumP       figure `json:"sum_p"` // of "no drift towards 2"
	}{
		v.Kind.String(), v.String(), v.Note(), figure(v.PGaussian), figure(v.PStable), figure(v.PFinite),
		figure(v.Alpha.Alpha), figure(v.Alpha.SE.Alpha), figure(v.Lo), figure(v.Hi),
		figure(v.Alpha.Scale), figure(v.Alpha.SE.Scale),
		v.Drift.Block, figure(v.Drift.Sum.Alpha), figure(v.Drift.Sum.SE), figure(v.Drift.P),
	})
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
