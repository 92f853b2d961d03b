package series

// Laws are the laws of the series of one array. Tags are the names in JSON; figures that do not exist are NaN, which is
// null in JSON.
type Laws struct {
	Params   int     `json:"params"`           // series that were counted
	Kept     int     `json:"kept"`             // of them judged
	Dead     int     `json:"dead"`             // of them with one value only
	Unjudged int     `json:"unjudged"`         // of the others: too few draws outside the atom, or missing ones
	Coarse   int     `json:"coarse,omitempty"` // of the judged, undecided as their values repeat: see Parameter.Coarse
	Draws    int     `json:"draws"`            // of each series
	Rate     float64 `json:"rate"`             // false discovery rate of the verdicts and of the sign tests

	Verdicts   []Share      `json:"verdicts"` // Gaussian, stable, heavy-tailed, light-tailed, undecided: of the judged
	Classes    []Class      `json:"classes"`  // by the share of draws in the atom
	Blocks     []BlockSize  `json:"blocks"`   // alpha by log-moments against block size
	Batches    Batches      `json:"batches"`  // the law against the batch size
	HeldOut    HeldOut      `json:"held_out"` // laws fitted on one half of the draws, scored on the other
	Dispersion []Dispersion `json:"dispersion,omitempty"`
	Skewness   Skewness     `json:"skewness"`
	Map        *Grid        `json:"map,omitempty"` // nil where the array has no shape
}

// HeldOut is how well laws that were fitted to one half of the draws tell the other half, over up to 300 series without
// an atom, which a seed chooses.
type HeldOut struct {
	Count    int     `json:"series"`
	Beats    float64 `json:"stable_beats_gaussian"` // share of series; a lead below 1e-5 nats is none
	Winners  []Share `json:"winners,omitempty"`     // the best law of each series
	Stable   float64 `json:"stable"`                // mean nats a draw of SaS above the Gaussian
	StableSE float64 `json:"stable_se"`             // as if the series did not share their draws, like BestSE
	// BestLaw is the law other than SaS with the largest mean score over the series, Best.
	BestLaw string  `json:"best_law,omitempty"`
	Best    float64 `json:"best"` // nats a draw above the Gaussian
	BestSE  float64 `json:"best_se"`
}

// Skewness is how far the two sides of the series differ.
type Skewness struct {
	Count  int     `json:"series"` // without an atom
	Median float64 `json:"median"` // of |skewness|
	High   float64 `json:"high"`   // its 95 % quantile
	Uneven Share   `json:"uneven"` // signs, after Benjamini and Hochberg's method. A skewed law of mean 0 has uneven signs
}

// A Grid is figures of the series of an array in rows and columns, output units as rows: at most 128 x 128 cells, each
// of one series, or the median over those that it stands for.
type Grid struct {
	Rows    int       `json:"rows"`
	Columns int       `json:"columns"`
	Of      [2]int    `json:"of"`    // rows and columns of series; those of the grid where none are pooled
	Alpha   []float32 `json:"alpha"` // (Rows, Columns) by likelihood; NaN where there is none
	Atoms   []float32 `json:"atoms"` // (Rows, Columns) share of draws in the atom
	Kind    []uint8   `json:"kind"`  // (Rows, Columns) the most frequent verdict.Kind, or NoKind
	// Folded says that the shape is no matrix: its first axis by all others, or a vector in rows.
	Folded bool `json:"folded,omitempty"`
}
