package noise

import (
	"math/rand/v2"
	"testing"

	"levyscope/train/nn"
)

// discard is a sink that looks at nothing.
type discard struct {
	room []float32
	rows int
}

func (s *discard) Room() ([]float32, int) { return s.room, s.rows }
func (s *discard) Count(int) error        { return nil }

// drawn are examples drawn with replacement.
type drawn struct {
	*problem
	pcg rand.PCG
	r   *rand.Rand
}

// Sample draws the examples of minibatch m.
func (d *drawn) Sample(m int, x []float32, y nn.Targets) {
	d.pcg.Seed(7, uint64(m))
	n := d.problem.y.Len()
	for i := range y.Len() {
		at := d.r.IntN(n)
		copy(x[i*d.dim:(i+1)*d.dim], d.x[at*d.dim:])
		y.Classes[i] = d.problem.y.Classes[at]
	}
}

// BenchmarkDraw is the drawing of a probe of 1,024 minibatches without any statistics; the time is that of a minibatch.
func BenchmarkDraw(b *testing.B) {
	for _, c := range []struct {
		name               string
		batch              int
		pooled, difference bool
	}{{"batch=16", 16, false, false}, {"batch=8", 8, false, false}, {"pooled", 16, true, false},
		{"differences", 16, false, true}} {
		b.Run(c.name, func(b *testing.B) {
			e := example(b, "mlp:100-100", []int{40}, 10, c.batch, 1)
			d := e.drawer()
			d.Sampler = func() Sampler {
				s := &drawn{problem: e}
				s.r = rand.New(&s.pcg)
				return s
			}
			sink := &discard{make([]float32, 128*len(e.w)), 128}
			p := e.plan()
			p.Draws, p.Differences = 1024, c.difference
			if c.pooled {
				p.Pooled = NewPooled(e.model.Tensors())
			}
			for i := 0; i < b.N; i += p.Draws {
				if err := d.Draw(background, p, sink); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
