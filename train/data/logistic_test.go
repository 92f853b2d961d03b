package data_test

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
)

// softmaxRegression is a linear classifier; weights are (classes, dim+1), the bias last.
type softmaxRegression struct {
	dim, classes int
	weights      []float64
}

// scores fills p (classes) with the logits of x (dim).
func (m *softmaxRegression) scores(p []float64, x []float32) {
	for c := range p {
		w := m.weights[c*(m.dim+1):][:m.dim+1]
		p[c] = w[m.dim]
		for i, v := range x {
			p[c] += w[i] * float64(v)
		}
	}
}

// fit takes steps of plain full-batch gradient descent on the mean cross-entropy, from zero.
func (m *softmaxRegression) fit(s data.Split, steps int, eta float64) {
	p := make([]float64, m.classes)
	grad := make([]float64, len(m.weights))
	for range steps {
		clear(grad)
		for n, y := range s.Y {
			x := s.X[n*m.dim:][:m.dim]
			m.scores(p, x)
			total := 0.0
			for c := range p {
				p[c] = math.Exp(p[c])
				total += p[c]
			}
			for c := range p {
				residual := p[c] / total
				if c == int(y) {
					residual--
				}
				g := grad[c*(m.dim+1):][:m.dim+1]
				for i, v := range x {
					g[i] += residual * float64(v)
				}
				g[m.dim] += residual
			}
		}
		for i, g := range grad {
			m.weights[i] -= eta * g / float64(s.Len())
		}
	}
}

// accuracy is the share of samples whose class has the highest score.
func (m *softmaxRegression) accuracy(s data.Split) float64 {
	p := make([]float64, m.classes)
	right := 0
	for n, y := range s.Y {
		m.scores(p, s.X[n*m.dim:][:m.dim])
		best := 0
		for c := range p {
			if p[c] > p[best] {
				best = c
			}
		}
		if best == int(y) {
			right++
		}
	}
	return float64(right) / float64(s.Len())
}

// TestLogisticRegression: the authors report 32 % test accuracy for this classifier. A step of the recipe
// that is missing shows here: 97 % without the rotation, 59 % without the noise on the padding, 10 % with
// labels that do not belong. One test split of 1000 has a standard error of 1.5 %, so it is the sets of
// other seeds, which have the same law, that decide: 20000 samples, 0.3 %.
func TestLogisticRegression(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for a second or so; run without -short")
	}
	set := data.MNIST1D(1)
	m := softmaxRegression{set.Dim, set.Classes, make([]float64, set.Classes*(set.Dim+1))}
	m.fit(set.Train, 150, 1)

	fresh := 0.0
	for seed := uint64(2); seed < 6; seed++ {
		other := data.MNIST1D(seed)
		fresh += (0.8*m.accuracy(other.Train) + 0.2*m.accuracy(other.Test)) / 4
	}
	own := m.accuracy(set.Test)
	t.Logf("accuracy %.4f in training, %.4f on the test split, %.4f on fresh samples", m.accuracy(set.Train), own, fresh)
	near.Abs(t, "accuracy on fresh samples", fresh, .32, .03)
	se := math.Sqrt(fresh * (1 - fresh) / 1000)
	near.Abs(t, "accuracy on the test split next to fresh samples", own, fresh, 4*se)
}
