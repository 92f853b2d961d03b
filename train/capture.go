package train

import (
	"fmt"
	"strings"
)

const (
	// MaxCapture bounds the parameters whose gradient noise a run captures.
	MaxCapture = 1024
	// maxCaptured bounds the values of one Captured event, which take about 20 bytes each in a recording.
	maxCaptured = 1 << 20
)

// Captured is the gradient noise of the parameters that Config.Capture names. It follows
// the NoiseEstimate of the same probe: value m of a series is U_m = g_m - grad L, with
// g_m the gradient over minibatch m of the probe, at frozen weights.
type Captured struct {
	Step    int         `json:"step"`    // of the probe
	Batch   int         `json:"batch"`   // examples in each minibatch
	Names   []string    `json:"names"`   // of the parameters, as "fc2.weight[137]"
	Centres []float64   `json:"centres"` // (names) grad L, over all training examples
	Zeros   []float64   `json:"zeros"`   // (names) share of minibatches with g_m = 0, whose noise is -grad L
	Series  [][]float64 `json:"series"`  // (names, K), gradient units
}

// Type is "captured".
func (Captured) Type() string { return "captured" }
func (Captured) event()       {}

// checkCapture returns an error for captures that need probes where there are none. It does
// not know the names of the parameters; see parametersOf.
func (c Config) checkCapture() error {
	if len(c.Capture) > 0 && c.Probe.Every == 0 {
		return fmt.Errorf("capture of %s: gradient noise is captured by probes, and there are none; "+
			"let probe-every be 1 or more", strings.Join(c.Capture, ","))
	}
	return nil
}

// checkCaptured returns an error for a capture of n parameters that is too large.
func (c Config) checkCaptured(n int) error {
	switch {
	case n > MaxCapture:
		return fmt.Errorf("capture of %d parameters: use at most %d, a slice as [0:%d]", n, MaxCapture, MaxCapture)
	case n*c.Probe.Batches > maxCaptured:
		return fmt.Errorf("capture of %d parameters over %d minibatches: use at most %d values in all, "+
			"%d minibatches for so many parameters", n, c.Probe.Batches, maxCaptured, maxCaptured/n)
	}
	return nil
}

// parameter is one element of the parameter vector.
type parameter struct {
	name string // "fc2.weight[137]"
	at   int
}

// parametersOf finds the parameters that the run captures, and checks how many they are.
func (c Config) parametersOf(m layout) ([]parameter, error) {
	out, err := parametersNamedBy("capture", c.Capture, m)
	if err != nil {
		return nil, err
	}
	return out, c.checkCaptured(len(out))
}

// parametersNamedBy finds the parameters of the model that the names stand for, in their order. Naming
// one twice is an error. what, such as "capture", says in errors who names them.
func parametersNamedBy(what string, names []string, m layout) ([]parameter, error) {
	var out []parameter
	taken := map[int]bool{}
	for _, name := range names {
		params, err := parametersNamed(what, name, m)
		if err != nil {
			return nil, err
		}
		for _, p := range params {
			if taken[p.at] {
				return nil, fmt.Errorf("%s %q: %s is named twice; name each parameter once", what, name, p.name)
			}
			taken[p.at] = true
		}
		out = append(out, params...)
	}
	return out, nil
}

// parametersNamed reads an array with indices in brackets, "fc2.weight[137]" or "fc2.weight[2,:]";
// see elements.
func parametersNamed(what, name string, m layout) ([]parameter, error) {
	array, rest, indexed := strings.Cut(strings.TrimSpace(name), "[")
	for _, t := range m.Tensors() {
		if t.Name != array {
			continue
		}
		inner, closed := strings.CutSuffix(rest, "]")
		if !indexed || !closed {
			return nil, fmt.Errorf("%s %q: it names no parameters of the array of shape %s; write %s[0] to %s[%d], "+
				"or a slice, as %s[0:%d]", what, name, shapeText(t), t.Name, t.Name, t.Len-1, t.Name, min(10, t.Len))
		}
		at, err := elements(inner, t)
		if err != nil {
			return nil, fmt.Errorf("%s %q: %w", what, name, err)
		}
		out := make([]parameter, len(at))
		for i, a := range at {
			out[i] = parameter{fmt.Sprintf("%s[%d]", t.Name, a), t.Offset + a}
		}
		return out, nil
	}
	var known []string
	for _, t := range m.Tensors() {
		known = append(known, fmt.Sprintf("%s[0] to [%d] (%s)", t.Name, t.Len-1, shapeText(t)))
	}
	return nil, fmt.Errorf("%s %q: the network has no parameters %q; it has %s",
		what, name, array, strings.Join(known, ", "))
}

// capture is the noise of the given parameters in the minibatches of the last probe.
func (p *prober) capture(step, batch int, params []parameter) Captured {
	c := Captured{Step: step, Batch: batch}
	for _, param := range params {
		series := make([]float64, p.cfg.Batches)
		for m := range series {
			series[m] = float64(p.g[m*len(p.full)+param.at]) - float64(p.full[param.at])
		}
		c.Names = append(c.Names, param.name)
		c.Centres = append(c.Centres, float64(p.full[param.at]))
		c.Zeros = append(c.Zeros, p.zeros[param.at])
		c.Series = append(c.Series, series)
	}
	return c
}
