package each

import (
	"math"
	"strconv"
	"strings"

	"levyscope/stats/series"
)

// A Row is a series as a row of a file. Numbers that do not exist are NaN, and missing in the file.
type Row struct {
	Array      string  `json:"array"`
	Index      int     `json:"index"`      // in C order of the series' shape
	Position   string  `json:"position"`   // the multi-index, as in 3,17
	N          int     `json:"n"`          // finite samples
	NotFinite  int     `json:"not_finite"` // NaN and infinities
	Zeros      int     `json:"zeros"`      // samples that are 0
	Kind       string  `json:"kind"`       // of the verdict, or why there is none
	Alpha      float64 `json:"alpha"`
	AlphaSE    float64 `json:"alpha_se"` // missing at the end of the search
	AlphaLow   float64 `json:"alpha_low"`
	AlphaHigh  float64 `json:"alpha_high"` // 95 % interval
	Sigma      float64 `json:"sigma"`
	SigmaSE    float64 `json:"sigma_se"`
	Atom       float64 `json:"atom"`       // the value that most samples share
	AtomShare  float64 `json:"atom_share"` // of the samples in all atoms
	Step       float64 `json:"step"`       // of the grid; missing: none
	Centre     float64 `json:"centre"`
	CentreSE   float64 `json:"centre_se"` // missing: given
	PGaussian  float64 `json:"p_gaussian"`
	PStable    float64 `json:"p_stable"`
	PFinite    float64 `json:"p_finite"`
	QGaussian  float64 `json:"q_gaussian"` // adjusted over the array
	QStable    float64 `json:"q_stable"`
	QFinite    float64 `json:"q_finite"`
	BestLaw    string  `json:"best_law"`
	BestP      float64 `json:"best_p"`
	Skewness   float64 `json:"skewness"`        // quantile skewness of the first samples
	LogMoment  float64 `json:"log_moment"`      // alpha by block log-moments, of 32 samples in no atom
	AllMoment  float64 `json:"log_moment_all"`  // samples in atoms included
	Symmetric  float64 `json:"alpha_symmetric"` // by likelihood of |x|, though the two sides differ
	HalfFirst  float64 `json:"alpha_first"`     // alpha by likelihood on two halves
	HalfSecond float64 `json:"alpha_second"`
	Remarks    string  `json:"remarks"`
}

// Row is series k of the result as a row.
func (r *Result) Row(array string, k int) Row {
	s := &r.Series[k]
	v := s.Verdict
	row := Row{
		Array: array, Index: s.Index, Position: position(r.Position(s.Index)), N: s.N, NotFinite: s.Missing,
		Zeros: s.Zeros, Kind: s.words(), Atom: math.NaN(), AtomShare: s.AtomShare(), Step: positive(v.Step),
		Centre: s.Centre, CentreSE: positive(s.CentreSE), PGaussian: v.PGaussian, PStable: v.PStable, PFinite: v.PFinite,
		QGaussian: s.Adjusted[0], QStable: s.Adjusted[1], QFinite: s.Adjusted[2], BestLaw: s.Best, BestP: s.BestP,
		Skewness: s.Skewness, LogMoment: inverted(s.Inverse[series.ContrastLevel]), AllMoment: inverted(s.AllInverse),
		Symmetric: s.Symmetric, HalfFirst: s.Halves[0], HalfSecond: s.Halves[1],
	}
	most := 0
	for _, a := range v.Atoms {
		if a.Count > most {
			row.Atom, most = a.Value, a.Count
		}
	}
	row.setAlpha(s)
	if s.State != NotJudged {
		row.Remarks = row.remarks(v.Note())
	}
	return row
}

// setAlpha fills in the stable law, where the series has one.
func (row *Row) setAlpha(s *Series) {
	nan := math.NaN()
	row.Alpha, row.AlphaSE, row.AlphaLow, row.AlphaHigh, row.Sigma, row.SigmaSE = nan, nan, nan, nan, nan, nan
	if !s.HasAlpha() {
		return
	}
	v := s.Verdict
	row.Alpha, row.AlphaLow, row.AlphaHigh = v.Alpha.Alpha, v.Lo, v.Hi
	row.Sigma, row.SigmaSE = v.Alpha.Scale, v.Alpha.SE.Scale
	if !series.AtEdge(v.Alpha.Alpha) {
		row.AlphaSE = v.Alpha.SE.Alpha
	}
}

// remarks are the note of the verdict, and what the row's figures need.
func (row *Row) remarks(note string) string {
	if !series.AtEdge(row.Alpha) {
		return note
	}
	const edge = "alpha is at the end of its search and has no error"
	if note == "" {
		return edge
	}
	return note + "; " + edge
}

// words are the kind of the verdict, or why there is none.
func (s *Series) words() string {
	switch s.State {
	case Constant:
		return "constant"
	case TooFew:
		return "too few samples"
	case NotJudged:
		return "not judged"
	}
	return s.Verdict.Kind.String()
}

// position is a multi-index in words, "3,17" for example; "0" of the only series of a vector.
func position(index []int) string {
	if len(index) == 0 {
		return "0"
	}
	parts := make([]string, len(index))
	for k, i := range index {
		parts[k] = strconv.Itoa(i)
	}
	return strings.Join(parts, ",")
}

// positive is x, or NaN unless it is above 0.
func positive(x float64) float64 {
	if x > 0 {
		return x
	}
	return math.NaN()
}

// inverted is 1/x, or NaN unless it is above 0.
func inverted(x float64) float64 { return 1 / positive(x) }
