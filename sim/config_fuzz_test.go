package sim

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"levyscope/sim/clock"
	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/train/schedule"
)

// oddNumbers are what a user may type or a program compute.
var oddNumbers = []float64{
	.1, 1, 0, math.Copysign(0, -1), -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, 1e-308, 5e-324, 2, 1.5,
	.01, .5, .3, 3, 100,
	1e6, 1e15, 1e-6, 1.999999, .05, math.Nextafter(1, 0), -.3, 1e-150, 1e150,
}

var oddPotentials = []string{
	"", "doublewell", "doublewell:left=1e-6,right=1e6", "multiwell", "multiwell:wells=64,width=1e-3", "sharpflat",
	"sharpflat:sharp=1e9,flat=1e-6", "valley",
	"valley:curvature=1e9", "quartic", "expr:x1^2/2", "expr:(x1^2-1)^2/4", "expr:(x1^2-1)^2/4+x2^2/2",
	"expr:cos(5*x1)+x1^2/20", "expr:abs(x1)", "expr:exp(x1)+exp(-x1)",
	"expr:1/x1^2+x1^2", "expr:x1^2*x2^2+x1^2/9+x2^2", "expr:sin(40*x1)", "expr:sin(900*x1)", "expr:x1^40",
	"expr:log(x1^2+1)", "expr:max(abs(x1)-1,0)", "expr:x1>0?x1^2:-x1",
	"expr:sqrt(x1)-log(x1)", "expr:1e300*x1^2",
}

var oddDomains = []problem.Domain{{}, {Kind: problem.InBall, Size: 1}, {Kind: problem.InBall, Size: 1e308},
	{Kind: problem.InBall, Size: 1e-300}, {Kind: problem.InSublevel, Size: 1}, {Kind: problem.InSublevel, Size: -1},
	{Kind: problem.InSublevel, Size: -1e308}, {Kind: problem.InSublevel, Size: 1e308}, {Kind: problem.InBasin, Size: 0},
	{Kind: problem.InWells, Size: 0}, {Kind: problem.InBall, Size: math.NaN()}, {Kind: 99, Size: 0}}

var oddNoises = []noise.Noise{
	{}, {Kind: noise.Gauss}, {Kind: noise.SaSGauss, Gauss: .5}, {Kind: noise.SaSGauss, Gauss: 1e300},
	{Kind: noise.Truncated, Cut: 3}, {Kind: noise.Truncated, Cut: 1e-9}, {Kind: noise.Tempered, Rate: 1},
	{Kind: noise.Tempered, Rate: 1e9}, {Kind: noise.Poisson, Rate: 1},
	{Kind: noise.Poisson, Rate: 1e-300, Jump: noise.GaussJumps},
	{Kind: noise.Poisson, Rate: 1e12, Jump: noise.LaplaceJumps},
	{Kind: noise.Empirical, Samples: []float64{-1, 0, 0, 2}}, {Kind: noise.Empirical, Samples: []float64{-1e308, 1e308}},
	{Kind: noise.Empirical}, {Kind: 77},
}

var oddSchedules = []schedule.Schedule{
	schedule.Constant{Eta0: .1}, nil, schedule.Power{Eta0: .1, K0: 100, Gamma: .6},
	schedule.Power{Eta0: 1, K0: 1, Gamma: 1e-9}, schedule.Cosine{Eta0: .1, Steps: 50}, schedule.Constant{Eta0: 1e-300},
	schedule.Exponential{Eta0: .1, Kappa: .01}, schedule.Exponential{Eta0: .1, Kappa: 1e-12},
	schedule.Step{Eta0: .1, Gamma: .2, Every: 5, Drops: 3}, schedule.Linear{Eta0: 1, Steps: 1},
	schedule.Constant{Eta0: 1e6},
}

var oddFactors = []string{"", "1", "x1", "1+x1^2", "x1^2", "0", "1/x1", "exp(x1)", "sqrt(x1)"}

// oddCache keeps landscapes that are laborious to search.
var oddCache = map[string]landscape.Landscape{}

func oddPotential(spec string, n int) landscape.Landscape {
	if spec == "" || n > 4 && strings.HasPrefix(spec, "expr") || n > 1 && strings.HasPrefix(spec, "expr:sin") {
		return nil // hundreds of valleys take seconds
	}
	key := fmt.Sprint(n, " ", spec)
	u, ok := oddCache[key]
	if !ok {
		u, _ = landscape.Parse(spec, n)
		oddCache[key] = u
	}
	return u
}

// spoil makes of Default what pairs of bytes say: a field, and its value.
func spoil(data []byte) Config {
	cfg := Default()
	cfg.Paths, cfg.Slots, cfg.Quantum, cfg.Steps = 40, 8, 64, 30
	c := &cfg.Controls
	spread := func(v float64) []float64 {
		x := make([]float64, len(c.Alpha))
		for i := range x {
			x[i] = v
		}
		return x
	}
	resize := func(n int) {
		c.Alpha = make([]float64, n)
		c.Theta, c.Alpha, c.Sigma = spread(1), spread(1.5), spread(1)
		c.Box = make([]problem.Interval, n)
		for i := range c.Box {
			c.Box[i] = problem.Interval{Lo: -1, Hi: 1}
		}
	}
	for ; len(data) >= 2; data = data[2:] {
		b := int(data[1])
		v := oddNumbers[b%len(oddNumbers)]
		switch n := len(c.Alpha); data[0] % 26 {
		case 0:
			c.Eps = v
		case 1:
			c.Theta = spread(v)
		case 2:
			c.Alpha = spread(v)
		case 3:
			c.Sigma = spread(v)
		case 4:
			c.Box = append([]problem.Interval(nil), c.Box...)
			c.Box[b%n].Hi = oddNumbers[b/n%len(oddNumbers)]
		case 5:
			c.Box = append([]problem.Interval(nil), c.Box...)
			c.Box[b%n].Lo = -oddNumbers[b/n%len(oddNumbers)]
		case 6:
			cfg.Dt = v
		case 7:
			cfg.Horizon = v
		case 8:
			cfg.Start = spread(v)
		case 9:
			c.Rho = v
		case 10, 11:
			if c.Potential = oddPotential(oddPotentials[b%len(oddPotentials)], n); c.Potential != nil {
				cfg.Start = nil
			}
		case 12, 13:
			c.Domain = oddDomains[b%len(oddDomains)]
		case 14:
			c.Domain.Size = v
		case 15:
			c.Noise = nil
			for range n {
				c.Noise = append(c.Noise, oddNoises[b%len(oddNoises)])
			}
		case 16:
			c.Schedule = oddSchedules[b%len(oddSchedules)]
		case 17:
			c.Arm = schedule.Arm(b % 5)
		case 18:
			c.Integrator = problem.Integrator(b % 5)
		case 19:
			cfg.Method = problem.Method(b % 3)
		case 20:
			cfg.Time = clock.Time(b % 3)
		case 21:
			c.Multiplicative = nil
			if g, err := expr.Parse(oddFactors[b%len(oddFactors)], n); err == nil {
				for range n {
					c.Multiplicative = append(c.Multiplicative, g)
				}
			}
		case 22:
			c.Reading = problem.Reading(b % 4)
		case 23:
			resize([]int{1, 2, 3, 7, 300, 4096, 5000}[b%7])
		case 24:
			cfg.Paths = []int{1, 10_000_000, 1_000_000_000, 0, -5, math.MaxInt, 512}[b%7]
			cfg.Slots = []int{64, 1, 1 << 11, 7}[b/7%4]
		case 25:
			cfg.Particle, cfg.Exits = b&1 > 0, b&2 > 0
			cfg.Quantum = []int{64, 1, 1 << 12, 8}[b/4%4]
			cfg.Every = []int{1, math.MaxInt}[b/16%2]
		}
	}
	return cfg
}

// oddFields are the names by which an error says what is wrong.
var oddFields = []string{"alpha", "theta", "sigma", "eps", "box", "dt", "horizon", "start", "rho", "potential",
	"domain", "noise", "schedule", "arm", "integrator", "method", "time", "reading", "paths", "slots", "multiplicative"}

// survive runs cfg for some quanta and fails where it neither runs nor gives an
// error that names a field.
func survive(t *testing.T, cfg Config) {
	watch := time.AfterFunc(3*time.Minute, func() { panic(fmt.Sprintf("hangs: %+v", cfg)) })
	defer watch.Stop()
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("panic: %v\n%+v\n%s", r, cfg, debug.Stack())
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	left := 3 // quanta
	if cfg.Slots > 64 {
		left = 1
	}
	for e, err := range Run(ctx, cfg, nil) {
		if err != nil {
			if errors.Is(err, context.Canceled) {
				return
			}
			for _, name := range oddFields {
				if strings.Contains(strings.ToLower(err.Error()), name) {
					return
				}
			}
			t.Fatalf("error %q names no field\n%+v", err, cfg)
		}
		switch v := e.(type) {
		case Counts:
			if left--; left == 0 {
				cancel()
			}
		case Done:
			tallied(t, cfg, v)
		}
	}
}

// tallied holds that the counts of a run add up.
func tallied(t *testing.T, cfg Config, d Done) {
	sum := 0
	for _, n := range d.Sides {
		sum += n
	}
	if d.Exited+d.Censored+d.Diverged != d.Paths || sum != d.Exited || d.Paths+d.InFlight > cfg.Paths ||
		!d.Partial && !cfg.Particle && d.Paths != cfg.Paths ||
		d.Exited > 0 && !(d.MeanTime > 0) || d.Thrown > d.Exited {
		t.Fatalf("counts do not add up: %+v\n%+v", d, cfg)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte{})
	for i := range 26 {
		f.Add([]byte{byte(i), 5, byte(i), 12})
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 24 {
			return
		}
		survive(t, spoil(data))
	})
}

// Configurations with up to six odd values.
func TestOddConfigurations(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 0))
	for range simtest.Paths(250, 60) {
		data := make([]byte, 2*(1+r.IntN(6)))
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		survive(t, spoil(data))
	}
}
