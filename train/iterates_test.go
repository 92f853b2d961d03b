package train

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/nn"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// tails are the tails of the iterates of a run.
func tails(t *testing.T, cfg Config) []IterateTail {
	t.Helper()
	for e, err := range Run(background, cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := e.(Done); ok {
			return d.Iterates
		}
	}
	t.Fatal("the run has no end")
	return nil
}

// followed is linear regression with all weights followed.
func followed(text string, batch int, eta float64, steps int) Config {
	c := line(text, batch, eta)
	c.Steps, c.ProgressEvery = steps, steps
	c.Iterates = &Iterates{Names: []string{"fc1.weight[:]"}, Every: 1, Burn: 1000}
	return c
}

// The engine's iterates at d = b = 1 have Kesten's index, within two of the standard errors that the run
// itself gives.
func TestKestenIndexOfTheIterates(t *testing.T) {
	steps := 3_000_000
	if testing.Short() {
		steps = 1_000_000
	}
	for _, c := range []struct{ eta, want float64 }{{2. / 3, 2}, {.8, 1.5463988}, {1, 1.0908265}} {
		cfg := followed("regression:d=1", 1, c.eta, steps)
		cfg.Seed = 4
		got := tails(t, cfg)[0]
		name := fmt.Sprintf("eta %.3g", c.eta)
		near.Abs(t, name+": exact index", got.Theory.Alpha, c.want, 1e-6)
		near.Abs(t, name+": measured index", got.Alpha, c.want, 2*got.AlphaSE)
		near.Most(t, name+": standard error", got.AlphaSE, .15*c.want*math.Sqrt(3e5/float64(steps))+.02)
		near.Least(t, name+": standard error", got.AlphaSE, got.Alpha/math.Sqrt(got.Fraction*float64(steps)))
	}
}

// The index falls with eta and d and rises with b, measured too.
func TestIndexOfTheIteratesMoves(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const steps = 1_000_000
	base := tails(t, followed("regression:d=2", 2, .6, steps))[0]
	for name, cfg := range map[string]Config{
		"eta": followed("regression:d=2", 2, .8, steps), "d": followed("regression:d=4", 2, .6, steps),
		"b": followed("regression:d=2", 1, .6, steps),
	} {
		got := tails(t, cfg)[0]
		if !(got.Alpha < base.Alpha-2*math.Hypot(got.AlphaSE, base.AlphaSE)) || !(got.Theory.Alpha < base.Theory.Alpha) {
			t.Errorf("%s: %g +- %g, theory %g; base %g +- %g, theory %g", name, got.Alpha, got.AlphaSE, got.Theory.Alpha,
				base.Alpha, base.AlphaSE, base.Theory.Alpha)
		}
	}
}

// Where the theory does not hold, none is given; where there is no stationary law, that is said.
func TestTheoryOfTheIterates(t *testing.T) {
	theory := func(change func(*Config)) *IterateTheory {
		cfg := followed("regression:d=2,n=50", 3, .2, 1010)
		change(&cfg)
		return tails(t, cfg)[0].Theory
	}
	if x := theory(func(*Config) {}); x == nil || !x.Stationary || !(x.Alpha > 2) {
		t.Fatalf("theory %+v", x)
	}
	for name, change := range map[string]func(*Config){
		"momentum":  func(c *Config) { c.Controls.Momentum = .5 },
		"held":      func(c *Config) { c.Sampling = Replacement },
		"no noise":  func(c *Config) { c.Data = "regression:d=2,n=50,noise=0" },
		"bias":      func(c *Config) { c.Model = "linear" },
		"mlp":       func(c *Config) { c.Model = "mlp:3" },
		"optimiser": func(c *Config) { c.Controls.Optimizer = optim.Sign{} },
		"clipping":  func(c *Config) { c.Controls.Clip = optim.Clip{By: optim.Norm, Limit: 1} },
		"schedule":  func(c *Config) { c.Controls.Schedule = schedule.Inverse{Eta0: .2, K0: 10} },
		"changed": func(c *Config) {
			other := c.Controls
			other.Batch = 2
			c.Script = []Changed{{3, other}}
		},
	} {
		if x := theory(change); x != nil {
			t.Errorf("%s: theory %+v, want none", name, *x)
		}
	}
	if x := theory(func(c *Config) {
		c.Controls.Schedule, c.Steps, c.Iterates.Burn = schedule.Constant{Eta0: 3}, 20, 5
	}); x == nil || x.Stationary || !math.IsNaN(x.Alpha) || !(x.Lyapunov > 0) {
		t.Errorf("far beyond stability: %+v", x)
	}
}

// The values of the events are those of the weights after the updates that they name, in order.
func TestIterateValues(t *testing.T) {
	cfg := followed("regression:d=2,n=20", 2, .1, 40)
	cfg.Iterates = &Iterates{Names: []string{"fc1.weight[1]", "fc1.weight[0]"}, Every: 3, Burn: 4, Chunk: 5}
	r, err := newRun(cfg, nn.Parse)
	if err != nil {
		t.Fatal(err)
	}
	var want, got [2][]float32
	var steps []int
	r.emit = func(e Event) error {
		if v, ok := e.(IterateValues); ok {
			steps = append(steps, v.Step)
			for i := range got {
				got[i] = append(got[i], v.Values[i]...)
			}
		}
		return nil
	}
	for k := 1; k <= cfg.Steps; k++ {
		if _, err := r.Advance(background); err != nil {
			t.Fatal(err)
		}
		if k > 4 && (k-4)%3 == 0 {
			want[0], want[1] = append(want[0], r.sgd.w[1]), append(want[1], r.sgd.w[0])
		}
	}
	if err := r.followLast(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got[0], want[0]) || !slices.Equal(got[1], want[1]) || !slices.Equal(steps, []int{7, 22, 37}) {
		t.Errorf("%v at %v, want %v", got, steps, want)
	}
}

// Following a parameter allocates nothing a step.
func TestFollowingAllocatesNothing(t *testing.T) {
	cfg := followed("regression:d=2,n=20", 2, .1, 10)
	cfg.Iterates.Burn = 0
	r, err := newRun(cfg, nn.Parse)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 * settleValues {
		r.follower.take(1, r.sgd.w)
	}
	if n := testing.AllocsPerRun(100, func() { r.follower.take(1, r.sgd.w) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
	// A parameter that stands still has no tail, and no NaN reaches a quantile.
	if got := r.iterateTails()[0]; got.Scale != 0 || !math.IsNaN(got.Alpha) || got.Tails != nil {
		t.Errorf("constant values: %+v", got)
	}
}

func TestIteratesRefused(t *testing.T) {
	for want, change := range map[string]func(*Iterates){
		"without a parameter": func(i *Iterates) { i.Names = nil },
		"use every 1 or more": func(i *Iterates) { i.Every = 0 },
		"after -1":            func(i *Iterates) { i.Burn = -1 },
		"lower the burn-in":   func(i *Iterates) { i.Burn = 10 },
		"in an event":         func(i *Iterates) { i.Chunk = -1 },
		"fc9":                 func(i *Iterates) { i.Names = []string{"fc9.weight[0]"} },
		"named twice":         func(i *Iterates) { i.Names = []string{"fc1.weight[0]", "fc1.weight[0]"} },
		"use at most 16":      func(i *Iterates) { i.Names = []string{"fc1.weight[0:17]"} },
	} {
		cfg := followed("regression:d=20,n=20", 2, .1, 10)
		cfg.Iterates.Burn = 0
		change(cfg.Iterates)
		if _, err := newRun(cfg, nn.Parse); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
