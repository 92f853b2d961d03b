package experiment_test

import "math"

// exactMLP is the network 40-100-100-10 with ReLU by plain loops in double precision, as in the measurement. It shares
// nothing with the engine.
type exactMLP struct {
	w, b  [3][]float64 // of layer l: (out, in) and (out)
	h     [4][]float64 // input of layer l; the outputs in h[3]
	delta [3][]float64 // derivatives by the outputs of layer l, before its ReLU
}

var exactWidths = [...]int{40, 100, 100, 10}

// newExactMLP takes the parameters in the order fc1.weight, fc1.bias, fc2.weight, ...
func newExactMLP(w []float64) *exactMLP {
	m := &exactMLP{}
	m.h[0] = make([]float64, exactWidths[0])
	for l := range 3 {
		in, out := exactWidths[l], exactWidths[l+1]
		m.w[l], w = w[:in*out], w[in*out:]
		m.b[l], w = w[:out], w[out:]
		m.h[l+1], m.delta[l] = make([]float64, out), make([]float64, out)
	}
	return m
}

// derive sets delta to the derivatives of the cross-entropy of one example.
func (m *exactMLP) derive(x []float32, class uint8) {
	for i, v := range x {
		m.h[0][i] = float64(v)
	}
	for l := range 3 {
		in := exactWidths[l]
		for o := range m.h[l+1] {
			z := m.b[l][o]
			for i, v := range m.h[l] {
				z += m.w[l][o*in+i] * v
			}
			if l < 2 {
				z = max(z, 0)
			}
			m.h[l+1][o] = z
		}
	}
	top, sum := math.Inf(-1), 0.
	for _, z := range m.h[3] {
		top = max(top, z)
	}
	for o, z := range m.h[3] {
		m.delta[2][o] = math.Exp(z - top)
		sum += m.delta[2][o]
	}
	for o := range m.delta[2] {
		m.delta[2][o] /= sum
	}
	m.delta[2][class]--
	for l := 1; l >= 0; l-- {
		for i, v := range m.h[l+1] {
			d := 0.
			if v > 0 {
				for o, e := range m.delta[l+1] {
					d += m.w[l+1][o*exactWidths[l+1]+i] * e
				}
			}
			m.delta[l][i] = d
		}
	}
}

// parameter is the derivative by the parameter of that index.
func (m *exactMLP) parameter(at int) float64 {
	for l := range 3 {
		in, out := exactWidths[l], exactWidths[l+1]
		if at < in*out {
			return m.delta[l][at/in] * m.h[l][at%in]
		}
		if at -= in * out; at < out {
			return m.delta[l][at]
		}
		at -= out
	}
	return math.NaN()
}

// gradient adds the derivatives by the given parameters of the mean loss of the examples to g.
func (m *exactMLP) gradient(g []float64, params []int, x []float32, y []uint8) {
	dim, n := exactWidths[0], float64(len(y))
	for i, class := range y {
		m.derive(x[i*dim:(i+1)*dim], class)
		for j, at := range params {
			g[j] += m.parameter(at) / n
		}
	}
}
