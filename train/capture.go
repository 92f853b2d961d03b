package train

import (
	"fmt"
	"strconv"
	"strings"

	"levyscope/train/nn"
)

const (
	// MaxCapture bounds the parameters whose gradient noise a run captures.
	MaxCapture = 64
	// maxCaptured bounds the values of one Captured event, which take about 20 bytes each in a recording.
	maxCaptured = 1 << 20
)

// Captured is the gradient noise of the parameters that Config.Capture names. It follows
// the NoiseEstimate of the same probe: value m of a series is U_m = g_m - grad L, with
// g_m the gradient over minibatch m of the probe, at frozen weights.
type Captured struct {
	Step   int         `json:"step"`   // of the probe
	Batch  int         `json:"batch"`  // examples in each minibatch
	Names  []string    `json:"names"`  // of the parameters, as "fc2.weight[137]"
	Series [][]float64 `json:"series"` // (names, K), gradient units
}

// Type is "captured".
func (Captured) Type() string { return "captured" }
func (Captured) event()       {}

// checkCapture returns an error for captures that are too large, or that need probes
// where there are none. It does not know the names of the parameters; see parametersOf.
func (c Config) checkCapture() error {
	n := len(c.Capture)
	switch {
	case n == 0:
		return nil
	case n > MaxCapture:
		return fmt.Errorf("capture of %d parameters: use at most %d", n, MaxCapture)
	case c.Probe.Every == 0:
		return fmt.Errorf("capture of %s: gradient noise is captured by probes, and there are none; "+
			"let probe-every be 1 or more", strings.Join(c.Capture, ","))
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

// parametersOf finds the named parameters of the model. Naming one twice is an error.
func parametersOf(names []string, m layout) ([]parameter, error) {
	var out []parameter
	for _, name := range names {
		p, err := parameterOf(name, m)
		if err != nil {
			return nil, err
		}
		for _, o := range out {
			if o.at == p.at {
				return nil, fmt.Errorf("capture %q: %s is named twice; name each parameter once", name, p.name)
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// parameterOf reads "fc2.weight[137]", with the index in row-major order, or
// "fc2.weight[1 37]", with one index for each dimension.
func parameterOf(name string, m layout) (parameter, error) {
	array, rest, indexed := strings.Cut(strings.TrimSpace(name), "[")
	for _, t := range m.Tensors() {
		if t.Name != array {
			continue
		}
		inner, closed := strings.CutSuffix(rest, "]")
		if !indexed || !closed {
			return parameter{}, fmt.Errorf("capture %q: it names no single parameter; write %s[0] to %s[%d]",
				name, t.Name, t.Name, t.Len-1)
		}
		i, err := flatIndex(strings.Fields(inner), t)
		if err != nil {
			return parameter{}, fmt.Errorf("capture %q: %w", name, err)
		}
		return parameter{fmt.Sprintf("%s[%d]", t.Name, i), t.Offset + i}, nil
	}
	var known []string
	for _, t := range m.Tensors() {
		known = append(known, fmt.Sprintf("%s[0] to [%d]", t.Name, t.Len-1))
	}
	return parameter{}, fmt.Errorf("capture %q: the network has no parameters %q; it has %s",
		name, array, strings.Join(known, ", "))
}

// flatIndex is the position in the array t of the element with the given indices, one a
// dimension: the inverse of index. A single field is that position itself.
func flatIndex(fields []string, t nn.Tensor) (int, error) {
	shape := t.Shape
	if len(fields) == 1 {
		shape = []int{t.Len}
	}
	if len(fields) != len(shape) {
		return 0, fmt.Errorf("%d indices for the shape %v; write one, 0 to %d, or one a dimension with blanks between",
			len(fields), t.Shape, t.Len-1)
	}
	at := 0
	for d, field := range fields {
		i, err := strconv.Atoi(field)
		if err != nil || i < 0 || i >= shape[d] {
			return 0, fmt.Errorf("index %s is out of range; use 0 to %d", field, shape[d]-1)
		}
		at = at*shape[d] + i
	}
	return at, nil
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
		c.Series = append(c.Series, series)
	}
	return c
}
