package train

import (
	"fmt"
	"math"
	"slices"

	"levyscope/stats/tail"
	"levyscope/train/nn"
)

// Iterates says which parameters' values are followed from step to step. Their tails are another thing
// than those of gradient noise: under a Gaussian design SGD has iterates with power tails, while the noise
// at fixed weights has all moments. Source: Gurbuzbalaban, Simsekli and Zhu 2021; Hodgkinson and Mahoney 2021.
type Iterates struct {
	Names []string `json:"names"`           // of parameters, as in Config.Capture: at most MaxIterates
	Every int      `json:"every"`           // updates between the values that are taken, >= 1
	Burn  int      `json:"burn"`            // updates before the first, >= 0
	Chunk int      `json:"chunk,omitempty"` // values of each parameter in an IterateValues event; 0: no such events
}

const (
	// MaxIterates bounds the parameters whose values are followed.
	MaxIterates = 16
	// maxChunk bounds the values of each parameter in an event.
	maxChunk = 1 << 16
	// settleValues are the first values of a series, which give its centre and its scale.
	settleValues = 1024
)

// IterateValues are consecutive values of the parameters that Config.Iterates names. Value j is that after
// Step + j Every updates.
type IterateValues struct {
	Step   int         `json:"step"`
	Every  int         `json:"every"`
	Names  []string    `json:"names"`
	Values [][]float32 `json:"values"` // (names, values)
}

// Type is "iterates".
func (IterateValues) Type() string { return "iterates" }
func (IterateValues) event()       {}

// IterateTail is the tail index of the values of one parameter over the run, by tail.Serial: with
// amplitudes |w - Centre|. It is the index of a stationary law only where the controls stay as they are
// and Burn is long enough.
type IterateTail struct {
	Name     string                `json:"name"`             // of the parameter
	Values   int                   `json:"values"`           // taken after Burn
	Centre   float64               `json:"centre"`           // median of the first 1024 values
	Scale    float64               `json:"scale"`            // median of |w - Centre| of those
	Alpha    float64               `json:"alpha"`            // of the reported fraction; NaN of too few values
	AlphaSE  float64               `json:"alpha_se"`         // its standard error, without bias
	Fraction float64               `json:"fraction"`         // of the values beyond its threshold
	Tails    []tail.SerialEstimate `json:"tails"`            // by fraction
	Caveat   string                `json:"caveat,omitempty"` // by tail.Doubt: why Alpha is doubtful
	Theory   *IterateTheory        `json:"theory,omitempty"`
	NoTheory string                `json:"theory_missing,omitempty"` // why Theory is not known; "" where it is
}

// checkIterates returns an error for values of Config.Iterates out of their range.
func (c Config) checkIterates() error {
	switch i := c.Iterates; {
	case i == nil:
		return nil
	case len(i.Names) == 0:
		return fmt.Errorf("iterates without a parameter: name one, as fc1.weight[0]")
	case i.Every < 1 || i.Burn < 0:
		return fmt.Errorf("iterates every %d updates after %d: use every 1 or more, after 0 or more", i.Every, i.Burn)
	case i.Chunk < 0 || i.Chunk > maxChunk:
		return fmt.Errorf("%d iterates in an event: use 1 to %d, or 0 for no such events", i.Chunk, maxChunk)
	case c.Steps > 0 && i.Burn < c.Steps && i.Every > c.Steps-i.Burn:
		return fmt.Errorf("iterates every %d updates after %d in a run of %d: nothing is left to follow; "+
			"use every %d or less", i.Every, i.Burn, c.Steps, c.Steps-i.Burn)
	case c.Steps > 0 && i.Burn >= c.Steps:
		return fmt.Errorf("iterates after %d updates in a run of %d: nothing is left to follow; lower the burn-in",
			i.Burn, c.Steps)
	}
	return nil
}

// follower takes in the values of the parameters of Config.Iterates.
type follower struct {
	cfg    Iterates
	params []parameter
	first  [][]float32    // (params, <= settleValues) values before series are made
	series []*tail.Serial // (params) nil before
	chunk  [][]float32    // (params, < Chunk) values that are not yet in an event
	from   int            // updates before the first value of chunk
}

// follow makes the follower of a run; nil where nothing is to be followed.
func (c Config) follow(m layout) (*follower, error) {
	if c.Iterates == nil {
		return nil, nil
	}
	params, err := parametersNamedBy("iterates", c.Iterates.Names, m)
	if err != nil {
		return nil, err
	}
	if len(params) > MaxIterates {
		return nil, fmt.Errorf("iterates of %d parameters: use at most %d", len(params), MaxIterates)
	}
	f := &follower{cfg: *c.Iterates, params: params, first: make([][]float32, len(params)),
		series: make([]*tail.Serial, len(params)), chunk: make([][]float32, len(params))}
	for i := range params {
		f.first[i] = make([]float32, 0, settleValues)
		f.chunk[i] = make([]float32, 0, f.cfg.Chunk)
	}
	return f, nil
}

// take takes in the weights after the given number of updates, and says whether a chunk is full.
func (f *follower) take(updates int, w []float32) (full bool) {
	if updates <= f.cfg.Burn || (updates-f.cfg.Burn)%f.cfg.Every != 0 {
		return false
	}
	for i, p := range f.params {
		v := w[p.at]
		switch {
		case f.series[i] != nil:
			f.series[i].Add(float64(v))
		default:
			if f.first[i] = append(f.first[i], v); len(f.first[i]) == settleValues {
				f.settle(i)
			}
		}
		if f.cfg.Chunk > 0 {
			if len(f.chunk[i]) == 0 {
				f.from = updates
			}
			f.chunk[i] = append(f.chunk[i], v)
			full = len(f.chunk[i]) == f.cfg.Chunk
		}
	}
	return full
}

// settle makes the series of parameter i from its first values.
func (f *follower) settle(i int) {
	values := make([]float64, len(f.first[i]))
	for j, v := range f.first[i] {
		values[j] = float64(v)
	}
	centre := quantile(values, .5)
	sizes := make([]float64, len(values))
	for j, v := range values {
		sizes[j] = math.Abs(v - centre)
	}
	s := tail.NewSerial(centre, quantile(sizes, .5))
	for _, v := range values {
		s.Add(v)
	}
	f.series[i], f.first[i] = s, f.first[i][:0]
}

// values are those that are in no event yet, as one; the consumer may keep it.
func (f *follower) values() IterateValues {
	e := IterateValues{Step: f.from, Every: f.cfg.Every}
	for i, p := range f.params {
		e.Names = append(e.Names, p.name)
		e.Values = append(e.Values, slices.Clone(f.chunk[i]))
		f.chunk[i] = f.chunk[i][:0]
	}
	return e
}

// follow takes in the weights after an update, and emits the values that are due.
func (r *run) follow() error {
	if r.follower == nil || !r.follower.take(r.steps, r.sgd.w) {
		return nil
	}
	return r.emit(r.follower.values())
}

// followLast emits the values that are left.
func (r *run) followLast() error {
	if f := r.follower; f != nil && len(f.chunk[0]) > 0 {
		return r.emit(f.values())
	}
	return nil
}

// iterateTails are the figures of the values so far; nil where none are followed.
func (r *run) iterateTails() []IterateTail {
	if r.follower == nil {
		return nil
	}
	theory, missing := r.iterateTheory()
	var out []IterateTail
	for i, p := range r.follower.params {
		t := IterateTail{Name: p.name, Values: len(r.follower.first[i]), Centre: nan, Scale: nan, Alpha: nan, AlphaSE: nan,
			Fraction: nan, Theory: theory, NoTheory: missing}
		if s := r.follower.series[i]; s != nil {
			t.Values, t.Centre, t.Scale = s.N, s.Centre, s.Scale
			if s.Scale > 0 && !math.IsInf(s.Scale, 0) {
				t.Tails = s.Tails()
				best := tail.Reported(t.Tails)
				t.Alpha, t.AlphaSE, t.Fraction = best.Alpha, best.SE, best.Fraction
				t.Caveat = tail.Doubt(t.Tails)
			}
		}
		out = append(out, t)
	}
	return out
}

// Followed are the names of the parameters of Config.Iterates, one each.
func (s Started) Followed() (names []string) {
	if s.Config.Iterates == nil {
		return nil
	}
	params, err := parametersNamedBy("iterates", s.Config.Iterates.Names, arrays(s.Layers))
	if err != nil {
		return nil
	}
	for _, p := range params {
		names = append(names, p.name)
	}
	return names
}

// arrays are the layers of a model as its layout.
type arrays []Layer

// NumParams is the number of elements of all arrays.
func (a arrays) NumParams() (n int) {
	for _, l := range a {
		n += product(l.Shape)
	}
	return n
}

// Tensors are the arrays in their order.
func (a arrays) Tensors() (out []nn.Tensor) {
	at := 0
	for _, l := range a {
		out = append(out, nn.Tensor{Name: l.Name, Offset: at, Len: product(l.Shape), Shape: l.Shape})
		at += product(l.Shape)
	}
	return out
}
