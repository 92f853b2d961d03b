package noise

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/nn"
	"levyscope/train/nn/kernel"
)

// problem is a network with weights, and examples that minibatches are lists of.
type problem struct {
	model   nn.Model
	on      nn.Machine
	w, x    []float32
	y       nn.Targets
	dim     int
	batches [][]int
}

// example is a problem of 100 examples with so many minibatches.
func example(t testing.TB, text string, shape []int, classes, batch, draws int) *problem {
	t.Helper()
	p := nn.Problem{Shape: shape, Classes: classes}
	m, err := nn.Parse(text, p)
	if err != nil {
		t.Fatal(err)
	}
	k, err := kernel.New(kernel.Best())
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	e := &problem{model: m, on: nn.Machine{Kernel: k}, w: make([]float32, m.NumParams()), dim: p.Dim()}
	m.Init(e.w, r)
	for range 100 {
		for range e.dim {
			e.x = append(e.x, float32(r.NormFloat64()))
		}
		if classes == 0 {
			e.y.Values = append(e.y.Values, float32(r.NormFloat64()))
		} else {
			e.y.Classes = append(e.y.Classes, uint8(r.IntN(classes)))
		}
	}
	for range draws {
		list := make([]int, batch)
		for i := range list {
			list[i] = r.IntN(100)
		}
		e.batches = append(e.batches, list)
	}
	return e
}

// Sample takes the examples of list m.
func (e *problem) Sample(m int, x []float32, y nn.Targets) {
	for i, at := range e.batches[m] {
		copy(x[i*e.dim:(i+1)*e.dim], e.x[at*e.dim:])
		if y.Values != nil {
			y.Values[i] = e.y.Values[at]
		} else {
			y.Classes[i] = e.y.Classes[at]
		}
	}
}

// drawer draws the minibatches of the problem.
func (e *problem) drawer() *Drawer {
	return &Drawer{Network: e.model, On: e.on, Dim: e.dim, Values: e.y.Values != nil,
		Sampler: func() Sampler { return e }}
}

// plan is the plan of all minibatches.
func (e *problem) plan() Plan {
	return Plan{Weights: e.w, Draws: len(e.batches), Batch: len(e.batches[0])}
}

// alone is the gradient over the examples of a list, computed by itself.
func (e *problem) alone(list []int) []float32 {
	x := make([]float32, len(list)*e.dim)
	y := nn.Targets{}
	if e.y.Values != nil {
		y.Values = make([]float32, len(list))
	} else {
		y.Classes = make([]uint8, len(list))
	}
	(&problem{x: e.x, y: e.y, dim: e.dim, batches: [][]int{list}}).Sample(0, x, y)
	g := make([]float32, len(e.w))
	e.model.NewWorkspace(len(list), e.on).Gradient(g, e.w, x, y)
	return g
}

// store is a sink that keeps all rows.
type store struct {
	room []float32
	rows int
	row  int
	all  []float32
}

func newStore(row, rows int) *store {
	return &store{room: make([]float32, row*rows), rows: rows, row: row}
}

func (s *store) Room() ([]float32, int) { return s.room, s.rows }

func (s *store) Count(rows int) error {
	s.all = append(s.all, s.room[:rows*s.row]...)
	return nil
}

var background = context.Background()

// The sink has the gradients of the minibatches, each to the bit as alone, whatever the model, the size of the sink's
// room, and the number of cores.
func TestDrawnGradients(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, c := range []struct {
		text           string
		shape          []int
		classes, batch int
	}{
		{"mlp:20-10", []int{12}, 4, 16}, {"mlp:20-10", []int{12}, 4, 1}, {"residual:7", []int{12}, 4, 100},
		{"linear", []int{12}, 0, 5}, {"cnn1d", []int{40}, 10, 8}, {"mlp:5", []int{12}, 3, 300},
	} {
		e := example(t, c.text, c.shape, c.classes, c.batch, 45)
		var want []float32
		for _, list := range e.batches {
			want = append(want, e.alone(list)...)
		}
		for _, cores := range []int{1, 3} {
			runtime.GOMAXPROCS(cores)
			for _, rows := range []int{1, 7, 64} {
				sink, done := newStore(len(e.w), rows), 0
				p := e.plan()
				p.Done = func(draws int) error {
					near.Least(t, "minibatches told", float64(draws), float64(done+1))
					done = draws
					return nil
				}
				if err := e.drawer().Draw(background, p, sink); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(sink.all, want) || done != 45 {
					t.Errorf("%s, batch %d, %d cores, room for %d: other gradients, %d told",
						c.text, c.batch, cores, rows, done)
				}
			}
		}
	}
}

// A drawer gives the same after probes of other sizes.
func TestDrawerIsUsedAgain(t *testing.T) {
	e := example(t, "mlp:6", []int{5}, 3, 8, 9)
	d, first := e.drawer(), newStore(len(e.w), 4)
	if err := d.Draw(background, e.plan(), first); err != nil {
		t.Fatal(err)
	}
	p := e.plan()
	p.Batch, p.Differences, p.Draws = 4, true, 3
	for i := range e.batches {
		e.batches[i] = e.batches[i][:4:8]
	}
	if err := d.Draw(background, p, newStore(len(e.w), 4)); err != nil {
		t.Fatal(err)
	}
	for i := range e.batches {
		e.batches[i] = e.batches[i][:8]
	}
	again := newStore(len(e.w), 4)
	if err := d.Draw(background, e.plan(), again); err != nil || !slices.Equal(first.all, again.all) {
		t.Errorf("other gradients, %v", err)
	}
}

// Differences are half the difference of the gradients of the halves, and exactly 0 where both are; the first draws are
// shown the gradient of the whole minibatch.
func TestDifferences(t *testing.T) {
	e := example(t, "mlp:30", []int{5}, 3, 6, Looks+3)
	e.batches[1] = []int{4, 8, 15, 4, 8, 15} // equal halves
	p, sink := e.plan(), newStore(len(e.w), 5)
	var looks atomic.Int64
	p.Differences, p.Centre = true, slices.Repeat([]float32{100}, len(e.w))
	p.Look = func(m int, g []float32) {
		looks.Add(1)
		for i, v := range e.alone(e.batches[m]) {
			near.Abs(t, fmt.Sprintf("gradient %d of minibatch %d", i, m), float64(g[i]), float64(v), 1e-6)
		}
	}
	p.Series = &Series{Names: []string{"a", "b"}, At: []int{3, len(e.w) - 1}}
	if err := e.drawer().Draw(background, p, sink); err != nil {
		t.Fatal(err)
	}
	zeros := 0
	for m, list := range e.batches {
		a, b, row := e.alone(list[:3]), e.alone(list[3:]), sink.all[m*len(e.w):(m+1)*len(e.w)]
		for i := range a {
			if want := (a[i] - b[i]) / 2; row[i] != want {
				t.Fatalf("minibatch %d, parameter %d: %g, want %g", m, i, row[i], want)
			}
			if a[i] == 0 && b[i] == 0 {
				zeros++
			}
		}
		if got := p.Series.Values[2*m : 2*m+2]; got[0] != row[3] || got[1] != row[len(row)-1] {
			t.Errorf("series %v", got)
		}
	}
	near.Least(t, "exact zeros", float64(zeros), 10)
	near.Abs(t, "gradients shown", float64(looks.Load()), Looks, 0)
	p.Batch = 5
	if err := e.drawer().Draw(background, p, sink); err == nil {
		t.Error("halves of 5 examples")
	}
}

// Kept parameters are gathered, the series of chosen ones taken down with their zeros and without their centre.
func TestKeptParametersAndSeries(t *testing.T) {
	e := example(t, "mlp:30", []int{5}, 3, 2, 40)
	kept := Kept{0, 7, 8, len(e.w) - 1}
	p, sink := e.plan(), newStore(len(kept), 16)
	p.Kept, p.Centre = kept, make([]float32, len(e.w))
	for i := range p.Centre {
		p.Centre[i] = float32(i) / 8
	}
	p.Series = &Series{Names: []string{"x", "y"}, At: []int{8, 20}}
	for range 2 { // the second time over used room
		sink.all = nil
		if err := e.drawer().Draw(background, p, sink); err != nil {
			t.Fatal(err)
		}
	}
	zeros := [2]int{}
	for m, list := range e.batches {
		g := e.alone(list)
		for j, at := range kept {
			if sink.all[m*len(kept)+j] != g[at] {
				t.Fatalf("minibatch %d: parameter %d is not kept", m, at)
			}
		}
		for j, at := range p.Series.At {
			if p.Series.Values[2*m+j] != g[at]-p.Centre[at] {
				t.Errorf("minibatch %d: series %d", m, j)
			}
			if g[at] == 0 {
				zeros[j]++
			}
		}
	}
	if !slices.Equal(p.Series.Zeros, zeros[:]) || p.Series.Centres[1] != 2.5 || p.Series.Draws() != 40 {
		t.Errorf("zeros %v, want %v; centres %v", p.Series.Zeros, zeros, p.Series.Centres)
	}
}

// The context, the sink and whoever is told end a probe.
func TestDrawIsEnded(t *testing.T) {
	e := example(t, "mlp:6", []int{5}, 3, 8, 90)
	ctx, cancel := context.WithCancel(background)
	cancel()
	if err := e.drawer().Draw(ctx, e.plan(), newStore(len(e.w), 4)); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	stop, p := errors.New("enough"), e.plan()
	p.Done = func(int) error { return stop }
	if err := e.drawer().Draw(background, p, newStore(len(e.w), 4)); !errors.Is(err, stop) {
		t.Errorf("told: %v", err)
	}
	for _, p := range []Plan{{Weights: e.w, Draws: 0, Batch: 1}, {Weights: e.w, Draws: 1, Batch: 0}} {
		if err := e.drawer().Draw(background, p, newStore(len(e.w), 4)); err == nil {
			t.Errorf("%d minibatches of %d are drawn", p.Draws, p.Batch)
		}
	}
}
