package jumps

// Exponent is the slope of the logarithm of a figure against ln s, with s = eta/eta_ref, over the octaves of s in which
// there are jumps; NaN of fewer than two.
type Exponent struct {
	Value float64 `json:"value"`
	// SE is its standard error. It takes into account that jumps come together, and is enlarged where the octaves lie
	// further from the line than their errors allow.
	SE      float64 `json:"se"`
	Octaves int     `json:"octaves"` // that were fitted
}

// Part counts the jumps of one kind in the steps with a learning rate in one octave.
type Part struct {
	Count  int     `json:"count"`
	Trials int     `json:"trials"`
	Rate   float64 `json:"rate"` // Count/Trials
	// Low and High are the interval of 95 % of Rate. It takes into account that jumps come together.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Median is that of the amplitude: eta |u|/(eta_ref S) of fixed jumps, |u|/sigma of current ones; NaN without any.
	Median   float64 `json:"median"`
	MedianSE float64 `json:"median_se"` // standard error of Median
	Tail     Tail    `json:"tail"`      // of the amplitude
}

// Octave has the jumps of an array in the steps whose learning rate lies in one octave.
type Octave struct {
	S       float64 `json:"s"` // geometric mean of eta/eta_ref over these steps
	From    int     `json:"from"`
	Step    int     `json:"step"`  // one past the last of them
	Steps   int     `json:"steps"` // which need not be all from From to Step
	Fixed   Part    `json:"fixed"`
	Current Part    `json:"current"`
	// Update is the median size of an update that is a current jump, eta |u|/(eta_ref S).
	Update   float64 `json:"update"`
	UpdateSE float64 `json:"update_se"` // standard error of Update
}

// ArrayLaw is how the jumps of an array depend on the learning rate. A stable noise that stays as it is has the
// exponents alpha, 0, 1 and 0, in their order.
type ArrayLaw struct {
	Name    string   `json:"name"`     // of the array
	Alpha   float64  `json:"alpha"`    // tail index of the last probe
	AlphaSE float64  `json:"alpha_se"` // its standard error
	Fixed   Exponent `json:"fixed"`    // of the frequency of fixed jumps
	Current Exponent `json:"current"`  // of the frequency of current jumps
	Update  Exponent `json:"update"`   // of the size of the updates that are current jumps
	// Amplitude is that of the median amplitude of current jumps, in scales of today.
	Amplitude Exponent `json:"amplitude"`
	Octaves   []Octave `json:"octaves"` // from the largest learning rate down
}

// Law is how the jumps of a run depend on the learning rate.
type Law struct {
	Kappa     float64    `json:"kappa"`
	EtaRef    float64    `json:"eta_ref"`
	Reference int        `json:"reference"` // step of the probe that fixed the sizes; -1: there was none
	Exact     bool       `json:"exact_centre"`
	Arrays    []ArrayLaw `json:"arrays"`
	Loss      Loss       `json:"loss"`
	// Serial is over the run, of windows like those of the events.
	Serial Serial `json:"serial"`
}
