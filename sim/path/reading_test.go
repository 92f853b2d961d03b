package path

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/expr"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/stats/law"
)

// geometric is dX = X dL with dL = s dB over the unit of time.
func geometric(reading problem.Reading, s float64, n int) problem.ExitConfig {
	u := simtest.Unbounded(0, 2, s/math.Sqrt2)
	g, err := expr.Parse("x1", 1)
	if err != nil {
		panic(err)
	}
	u.Multiplicative, u.Reading = []*expr.Expression{g}, reading
	return problem.ExitConfig{Dt: 1 / float64(n), Start: []float64{1}, Controls: u}
}

// Geometric Brownian motion, dX = s X dB: X = exp(s B - s^2 t/2) in the sense of Ito,
// exp(s B) in those of Stratonovich and Marcus. Ito's converges with order 1/2,
// Stratonovich's (one noise) with 1, and Marcus's flow is exact for Gaussian increments
// but for its own error. So E ln X is -s^2 t/2, 0 and 0.
func TestReadingsOfGeometricBrownianMotion(t *testing.T) {
	const s, n, paths = .8, 1024, 400
	sampler := law.SaS(2, 1).Sampler() // of variance 2
	for _, c := range []struct {
		reading problem.Reading
		drift   float64
		order   float64
	}{{problem.Ito, -s * s / 2, .5}, {problem.Stratonovich, 0, 1}, {problem.Marcus, 0, 0}} {
		dt := []float64{1. / 16, 1. / 64, 1. / 256}
		e, logs := make([]float64, len(dt)), make([]float64, len(dt))
		var steps []*driven
		for _, h := range dt {
			steps = append(steps, newDriven(t, geometric(c.reading, s, int(1/h+.5))))
		}
		r := rand.New(rand.NewPCG(9, 1))
		z := make([]float64, n)
		for range paths {
			sampler.Fill(z, r)
			b := 0.0
			for _, v := range z {
				b += v / math.Sqrt2 / math.Sqrt(n)
			}
			want := math.Exp(s*b + c.drift)
			for j, d := range steps {
				x, _ := d.follow(coarse(z, int(dt[j]*n+.5), 2))
				e[j] += math.Abs(x[0]-want) / paths
				logs[j] += (math.Log(x[0]) - s*b) / paths // s B has mean 0
			}
		}
		near.Abs(t, fmt.Sprintf("%s: E ln X", c.reading), logs[2], c.drift, .01)
		if c.reading == problem.Marcus {
			near.Most(t, fmt.Sprintf("marcus: error at dt = %g", dt[0]), e[0], 1e-3)
			continue
		}
		holdOrder(t, c.reading.String(), dt, e, c.order, .12)
	}
}

// A jump J carries x along dy/ds = g(y) J: to x e^J for g = x, to 1/(1/x - J) for
// g = x^2 while that is finite, and tan(atan(x) + J) for g = 1 + x^2. Round a circle
// with g = (-x2, x1) and equal jumps it turns by the angle J.
func TestMarcusFlowOfOneJump(t *testing.T) {
	flow := func(jump float64, x []float64, text ...string) []float64 {
		n := len(x)
		var g []*expr.Expression
		for _, s := range text {
			e, err := expr.Parse(s, n)
			if err != nil {
				t.Fatal(err)
			}
			g = append(g, e)
		}
		w := &work{noise: make([]float64, n), half: make([]float64, n), flow: make([]float64, 4*n), point: make([]float64, n)}
		for i := range w.noise {
			w.noise[i] = jump
		}
		applyReading(problem.Marcus, g, x, w)
		y := make([]float64, n)
		for i := range y {
			y[i] = x[i] + w.noise[i]
		}
		return y
	}
	for _, c := range []struct {
		g             string
		x, jump, want float64
	}{
		{"x1", 2, .5, 2 * math.Exp(.5)}, {"x1", 2, -4, 2 * math.Exp(-4)}, {"x1", -1, 5, -math.Exp(5)},
		{"x1", 1, 20, math.Exp(20)},
		{"x1^2", .5, 1, 1}, {"x1^2", .5, 1.8, 5}, {"x1^2", .5, -30, 1. / 32}, {"1+x1^2", 0, 1.4, math.Tan(1.4)},
		{"3", 1, 2, 7}, {"0", 1, 1e300, 1},
	} {
		if got := flow(c.jump, []float64{c.x}, c.g)[0]; !(math.Abs(got-c.want) <= 2e-5*math.Abs(c.want)) {
			t.Errorf("g = %s from %g, jump %g: %.8g, want %.8g", c.g, c.x, c.jump, got, c.want)
		}
	}
	y := flow(math.Pi/3, []float64{1, 0}, "-x2", "x1")
	near.Abs(t, "round the circle by pi/3: x1", y[0], .5, 1e-5)
	near.Abs(t, "round the circle by pi/3: x2", y[1], math.Sqrt(3)/2, 1e-5)
	// Beyond the blow-up at J = 2 the flow is anywhere but inside.
	if y := flow(3, []float64{.5}, "x1^2")[0]; !(math.Abs(y) > 1e6) {
		t.Errorf("beyond the blow-up: %g", y)
	}
}

// A small jump takes a single step of the classical Runge-Kutta method, whose error is
// J^5/120 e^J or so: fifth order in the jump.
func TestMarcusFlowOrder(t *testing.T) {
	g, err := expr.Parse("x1", 1)
	if err != nil {
		t.Fatal(err)
	}
	w := &work{noise: make([]float64, 1), half: make([]float64, 1), flow: make([]float64, 4), point: make([]float64, 1)}
	var size, e []float64
	for _, jump := range []float64{.1, .05, .025, .0125} {
		w.noise[0] = jump
		applyReading(problem.Marcus, []*expr.Expression{g}, []float64{1}, w)
		size, e = append(size, jump), append(e, math.Abs(w.noise[0]-math.Expm1(jump)))
	}
	holdOrder(t, "one Runge-Kutta step", size, e, 5, .15)
}
