package train

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/par"
	"levyscope/stats/law"
	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/schedule"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 4711)) }

// network is the network of the specification, with weights drawn from seed.
func network(tb testing.TB, spec string, in, classes int, seed uint64) (nn.Model, []float32) {
	tb.Helper()
	m, err := nn.Parse(spec, nn.Problem{Shape: []int{in}, Classes: classes})
	if err != nil {
		tb.Fatal(err)
	}
	w := make([]float32, m.NumParams())
	m.Init(w, newRand(seed))
	return m, w
}

// examples are n labelled standard normal vectors.
func examples(n, dim, classes int, seed uint64) data.Split {
	r := newRand(seed)
	s := data.Split{X: make([]float32, n*dim), Y: make([]uint8, n)}
	for i := range s.X {
		s.X[i] = float32(r.NormFloat64())
	}
	for i := range s.Y {
		s.Y[i] = uint8(r.IntN(classes))
	}
	return s
}

// gradients are the gradients of the loss of each example alone.
func gradients(m nn.Model, w []float32, s data.Split) [][]float32 {
	ws, dim := m.NewWorkspace(1, nn.Machine{}), len(s.X)/s.Len()
	out := make([][]float32, s.Len())
	for i := range out {
		out[i] = make([]float32, len(w))
		ws.Gradient(out[i], w, s.X[i*dim:(i+1)*dim], targets(&s, i, i+1))
	}
	return out
}

// controls are a schedule, an arm and a batch size.
func controls(tb testing.TB, text string, arm schedule.Arm, batch int) Controls {
	tb.Helper()
	s, err := schedule.Parse(text)
	if err != nil {
		tb.Fatal(err)
	}
	return Controls{Schedule: s, Arm: arm, Batch: batch}
}

// silent is a run whose events nobody reads.
func silent(tb testing.TB, cfg Config) *run {
	tb.Helper()
	r, err := newRun(cfg, nn.Parse)
	if err != nil {
		tb.Fatal(err)
	}
	r.emit = func(Event) error { return nil }
	return r
}

// synthetic is a prober of a linear network, in inputs and out outputs, whose
// minibatch gradients the test writes itself; its full gradient is 0.
func synthetic(tb testing.TB, cfg Probe, in, out int) *prober {
	tb.Helper()
	m, _ := network(tb, "linear", in, out, 1)
	p := newProber(Config{Probe: cfg, Seed: 1}, m, nil, nil)
	p.g = make([]float32, cfg.Batches*m.NumParams())
	for range par.Workers() {
		p.scratch = append(p.scratch, &probeScratch{})
	}
	return p
}

// write makes series the gradients of parameter i, one a minibatch.
func (p *prober) write(i int, series []float64) {
	for m, v := range series {
		p.g[m*len(p.full)+i] = float32(v)
	}
}

// estimate is the noise of the linear network's weights.
func (p *prober) estimate(tb testing.TB) LayerNoise {
	tb.Helper()
	l, err := p.layer(background, p.model.Tensors()[0])
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// draws are n values of SaS(alpha, sigma).
func draws(alpha, sigma float64, n int, r *rand.Rand) []float64 {
	x := make([]float64, n)
	s := law.SaS(alpha, sigma).Sampler()
	s.Fill(x, r)
	return x
}

// meanVar are the mean and the variance of x.
func meanVar(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

// apart is the largest |x_i - y_i|.
func apart(x []float32, y []float64) float64 {
	d := 0.0
	for i, v := range x {
		d = max(d, math.Abs(float64(v)-y[i]))
	}
	return d
}

var background = context.Background()
