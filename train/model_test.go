package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/schedule"
)

// centroid is a model of one vector w and one number that has no effect. The loss of an
// example x is |w - x|^2/2, and label 0 counts as right. Its gradient is w - x, so that
// everything about its training is known.
type centroid struct{ dim int }

func (c centroid) NumParams() int { return c.dim + 1 }

func (c centroid) Tensors() []nn.Tensor {
	return []nn.Tensor{
		{Name: "w", Offset: 0, Len: c.dim, Shape: []int{c.dim}},
		{Name: "idle", Offset: c.dim, Len: 1, Shape: []int{1}},
	}
}

func (c centroid) String() string { return "centroid" }

func (c centroid) Init(w []float32, _ *rand.Rand) {
	for i := range w {
		w[i] = 3
	}
}

func (c centroid) NewWorkspace(batch int, _ nn.Machine) nn.Workspace {
	return &centroidSpace{c.dim, batch}
}

type centroidSpace struct{ dim, batch int }

func (s *centroidSpace) Loss(w, x []float32, y nn.Targets) (sum float64, correct int) {
	for i, label := range y.Classes {
		for j, v := range x[i*s.dim : (i+1)*s.dim] {
			d := float64(w[j] - v)
			sum += d * d / 2
		}
		if label == 0 {
			correct++
		}
	}
	return sum, correct
}

func (s *centroidSpace) Gradient(g, w, x []float32, y nn.Targets) (sum float64, correct int) {
	if y.Len() > s.batch {
		panic("more examples than the workspace was made for")
	}
	clear(g)
	for i := range y.Classes {
		for j, v := range x[i*s.dim : (i+1)*s.dim] {
			g[j] += (w[j] - v) / float32(y.Len())
		}
	}
	return s.Loss(w, x, y)
}

func (s *centroidSpace) Descend(w, x []float32, y nn.Targets, eta float32) (sum float64, correct int) {
	g := make([]float32, len(w))
	sum, correct = s.Gradient(g, w, x, y)
	for i, v := range g {
		w[i] -= eta * v
	}
	return sum, correct
}

func openCentroid(_ string, p nn.Problem) (nn.Model, error) { return centroid{p.Dim()}, nil }

// centroidConfig is gradient descent on all examples, with probes of 10 examples.
func centroidConfig(t *testing.T) (Config, *data.Set) {
	t.Helper()
	cfg := Default()
	cfg.Steps, cfg.EvaluateEvery, cfg.JumpsEvery, cfg.Sampling = 12, 4, 5, Epochs
	cfg.Probe = Probe{Every: 6, Batches: 512, Block: 8, Batch: 10}
	cfg.Capture = []string{"w[2]"}
	cfg.Controls.Schedule = schedule.Constant{Eta0: .1}
	set, err := data.Load(cfg.Data, data.Options{Seed: cfg.Seed, Dir: cfg.DataDir})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Controls.Batch = set.Train.Len()
	return cfg, set
}

// A run trains any model, and has events of every kind.
func TestEventsOfAnotherModel(t *testing.T) {
	cfg, set := centroidConfig(t)
	kinds := map[string]int{}
	for e, err := range runModel(background, cfg, nil, openCentroid) {
		if err != nil {
			t.Fatal(err)
		}
		kinds[e.Type()]++
		switch e := e.(type) {
		case Started:
			if e.Network != "centroid" || e.Parameters != set.Dim+1 || len(e.Layers) != 2 || e.Layers[0].Name != "w" {
				t.Errorf("%+v", e)
			}
		case Captured:
			if !slices.Equal(e.Names, cfg.Capture) || len(e.Series[0]) != 512 {
				t.Errorf("%+v", e)
			}
		}
	}
	for kind, n := range map[string]int{
		"started": 1, "progress": 12, "evaluated": 4, "noise": 3, "captured": 3, "jumps": 3, "done": 1,
	} {
		if kinds[kind] != n {
			t.Errorf("%d events %q, want %d", kinds[kind], kind, n)
		}
	}
}

// Gradient descent on all examples contracts the distance from their mean by 1 - eta a
// step, so that the loss above its minimum falls as (1-eta)^(2k).
func TestRunOfAnotherModel(t *testing.T) {
	cfg, set := centroidConfig(t)
	var evaluated []Evaluated
	var noise NoiseEstimate
	var done Done
	for e, err := range runModel(background, cfg, nil, openCentroid) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case Evaluated:
			evaluated = append(evaluated, e)
		case NoiseEstimate:
			noise = e
		case Done:
			done = e
		}
	}
	least, spread := centroidMinimum(set.Train, set.Dim)
	start := evaluated[0].TrainLoss - least
	near.Least(t, "loss at the start above its minimum", start, 1)
	for _, e := range evaluated {
		near.Rel(t, "loss above its minimum", e.TrainLoss-least, start*math.Pow(.9, 2*float64(e.Step)), 1e-3)
	}
	if done.Steps != cfg.Steps || done.Loss != evaluated[3].TrainLoss {
		t.Errorf("%+v after %+v", done, evaluated[3])
	}
	// The noise of w is that of the mean of 10 examples, nearly Gaussian: sd = sqrt(2) sigma.
	w, idle := noise.Layers[0], noise.Layers[1]
	near.Rel(t, "median scale of w", w.Sigma, spread/math.Sqrt(20), .2)
	near.Abs(t, "alpha of w", w.Alpha, 2, .2)
	if idle.Dead != 1 || !math.IsNaN(idle.Alpha) {
		t.Errorf("%+v of a parameter without effect", idle)
	}
}

// centroidMinimum is the least mean loss, half the sum of the variances of the inputs,
// and the median of their standard deviations.
func centroidMinimum(s data.Split, dim int) (least, spread float64) {
	sds := make([]float64, dim)
	for j := range sds {
		column := make([]float64, s.Len())
		for i := range column {
			column[i] = float64(s.X[i*dim+j])
		}
		_, variance := meanVar(column)
		variance *= float64(s.Len()-1) / float64(s.Len())
		sds[j] = math.Sqrt(variance)
		least += variance / 2
	}
	slices.Sort(sds)
	return least, (sds[(dim-1)/2] + sds[dim/2]) / 2
}

// Errors name the arrays of the model at hand.
func TestCaptureOfAnotherModel(t *testing.T) {
	cfg := Default()
	cfg.Capture = []string{"fc1.weight[0]"}
	for _, err := range runModel(background, cfg, nil, openCentroid) {
		if err == nil || !strings.Contains(err.Error(), "w[0] to [39] (40), idle[0] to [0] (1)") {
			t.Errorf("error %v", err)
		}
	}
}
