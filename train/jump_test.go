package train

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

const (
	jumpAlpha = 1.5
	jumpKappa = 10.0
)

// beyond is P(|X| > x) of SaS(1.5, 1) by the first three terms of its series,
// (2/pi) sum (-1)^(n+1) Gamma(alpha n)/n! sin(n pi alpha/2) x^(-alpha n); the
// first is 2 c_alpha x^-alpha. Source: Zolotarev 1986, section 2.4.
func beyond(x float64) float64 {
	sum, factorial := 0.0, 1.0
	for n := 1.0; n <= 3; n++ {
		factorial *= n
		term := math.Gamma(jumpAlpha*n) / factorial * math.Sin(n*math.Pi*jumpAlpha/2) * math.Pow(x, -jumpAlpha*n)
		sum += 2 / math.Pi * math.Pow(-1, n+1) * term
	}
	return sum
}

// detect feeds steps of SaS(1.5) noise around a known centre to a detector of a
// linear network 20-10; every third weight is dead. eta is in units of eta_ref.
// tracked says that the detector must follow the centre by itself.
func detect(t *testing.T, eta float64, steps int, tracked bool) []Jumps {
	t.Helper()
	m, _ := network(t, "linear", 20, 10, 1)
	n := m.NumParams()
	d := newJumpDetector(jumpKappa, .1, m)
	r := newRand(61)
	centre, sigma := make([]float32, n), make([]float64, n)
	for i := range centre {
		centre[i] = float32(r.NormFloat64())
		if i%3 != 0 {
			sigma[i] = math.Exp(r.NormFloat64())
		}
	}
	d.calibrate(centre, sigma, make([]bool, m.NumParams()))
	s := law.SaS(jumpAlpha, 1).Sampler()
	g := make([]float32, n)
	for range steps {
		for i := range g {
			g[i] = centre[i] + float32(sigma[i]*s.Draw(r))
			if sigma[i] == 0 {
				g[i] = centre[i] + 1e6 // a parameter without a scale cannot jump
			}
		}
		full := centre
		if tracked {
			full = nil
		}
		d.step(g, full, .1*eta)
	}
	var out []Jumps
	for i := range d.layers {
		out = append(out, d.take(i, 0, steps))
	}
	return out
}

// The frequency is the exact tail, which goes as (eta/eta_ref)^alpha.
func TestJumpFrequency(t *testing.T) {
	const steps = 2500
	for _, c := range []struct {
		eta     float64
		tracked bool
	}{{1, false}, {1, true}, {.5, false}, {2, true}} {
		count, trials := 0, 0
		for _, j := range detect(t, c.eta, steps, c.tracked) {
			count += j.Count
			trials += j.Trials
		}
		if want := steps * 140; trials != want { // 20*10 + 10 parameters, a third of them dead
			t.Fatalf("%d trials, want %d", trials, want)
		}
		want := float64(trials) * beyond(jumpKappa/c.eta)
		near.Abs(t, fmt.Sprintf("jumps at eta %g", c.eta), float64(count), want, 4*math.Sqrt(want))
		// The formula that Jumps states is the first term alone: 5 % low at kappa = 10.
		first := float64(trials) * 2 * law.TailConstant(jumpAlpha) * math.Pow(c.eta/jumpKappa, jumpAlpha)
		near.Rel(t, fmt.Sprintf("jumps by 2 c_alpha (eta/(eta_ref kappa))^alpha at eta %g", c.eta), float64(count), first, .2)
	}
}

// Beyond kappa the amplitude A has P(A > a) = beyond(a/s)/beyond(kappa/s), s the
// factor of the learning rate: the median is near kappa 2^(1/alpha) whatever s is.
func TestJumpAmplitude(t *testing.T) {
	for _, eta := range []float64{1, .5} {
		for _, j := range detect(t, eta, 4000, false) {
			if !(jumpKappa < j.Median && j.Median <= j.P90 && j.P90 <= j.Max) {
				t.Errorf("eta %g, %s: median %g, 90 %% %g, largest %g", eta, j.Layer, j.Median, j.P90, j.Max)
			}
			if j.From != 0 || j.Step != 4000 {
				t.Errorf("from %d to %d", j.From, j.Step)
			}
			for _, q := range []struct{ got, p float64 }{{j.Median, .5}, {j.P90, .9}} {
				survival := beyond(q.got/eta) / beyond(jumpKappa/eta)
				// 1/16 octave is a factor 1.044 in A; half of it on each side, and sampling.
				slack := (1-q.p)*jumpAlpha*.5*math.Ln2/16 + 4*math.Sqrt(q.p*(1-q.p)/float64(j.Count))
				near.Abs(t, fmt.Sprintf("eta %g, %s: P(A > %.4g)", eta, j.Layer, q.got), survival, 1-q.p, slack)
			}
			if j.Layer == "fc1.weight" {
				near.Rel(t, fmt.Sprintf("median amplitude at eta %g", eta), j.Median, jumpKappa*math.Pow(2, 1/jumpAlpha), .1)
			}
		}
	}
}

// Amplitudes written out: A = eta |g - m|/(eta_ref sigma).
func TestJumpsByHand(t *testing.T) {
	m, _ := network(t, "linear", 2, 2, 1) // fc1.weight (2, 2), fc1.bias (2)
	d := newJumpDetector(10, .1, m)
	zero := make([]float32, 6)
	d.calibrate(zero, []float64{1, 2, 0, 1, 1, 1}, make([]bool, m.NumParams()))
	d.step([]float32{9.99, -20.1, 1e9, 64, 0, 10}, zero, .1) // 9.99, 10.05, dead, 64 and 0, 10
	d.step([]float32{-20.2, 39, 0, 0, 0, 0}, zero, .05)      // 10.1 and 9.75
	w, b := d.take(0, 5, 7), d.take(1, 5, 7)
	if w.Count != 3 || w.Trials != 6 || w.Max != 64 || w.From != 5 || w.Step != 7 || w.Layer != "fc1.weight" {
		t.Errorf("%+v", w)
	}
	if b.Count != 0 || b.Trials != 4 || !math.IsNaN(b.Median) || !math.IsNaN(b.P90) || !math.IsNaN(b.Max) {
		t.Errorf("%+v", b)
	}
	if again := d.take(0, 7, 8); again.Count != 0 || again.Trials != 0 {
		t.Errorf("%+v is left after it was taken", again)
	}
}

// The centre m starts at the full gradient, moves by u/100, and by at most 3 scales/100.
func TestJumpCentre(t *testing.T) {
	m, _ := network(t, "linear", 1, 2, 1)
	d := newJumpDetector(10, .1, m)
	d.calibrate([]float32{1, 2, 3, 4}, []float64{1, 1, .5, 0}, make([]bool, m.NumParams()))
	d.step([]float32{2, -500, 3, 9}, nil, .1)
	for i, want := range []float64{1.01, 1.97, 3, 4} {
		near.Abs(t, fmt.Sprintf("centre of parameter %d", i), float64(d.centre[i]), want, 1e-6)
	}
}

// An arm that computes the full gradient at each step hands it over as the centre: the
// jumps are those from there, wherever the last probe was.
func TestFullGradientIsTheCentre(t *testing.T) {
	m, _ := network(t, "linear", 1, 2, 1)
	d := newJumpDetector(10, .1, m)
	d.calibrate([]float32{1, 2, 3, 4}, []float64{1, 1, .5, 0}, make([]bool, m.NumParams()))
	d.step([]float32{101, -300, 300, 9}, []float32{100, 200, 300, 400}, .1)
	for i, want := range []float64{100.01, 199.97, 300, 400} {
		near.Abs(t, fmt.Sprintf("centre of parameter %d", i), float64(d.centre[i]), want, 1e-4)
	}
	if w := d.take(0, 0, 1); w.Count != 1 || w.Max != 500 {
		t.Errorf("%+v, want the one jump of 500 scales", w)
	}
}

// Quantiles to half a bin, 1/32 of an octave: of a single jump its amplitude, and of n
// jumps that of rank p (n-1), rounded down.
func TestQuantilesOfFewJumps(t *testing.T) {
	m, _ := network(t, "linear", 5, 1, 1)
	for _, c := range []struct {
		amplitudes  []float32
		median, p90 float64
	}{
		{[]float32{64, 0, 0, 0, 0}, 64, 64},
		{[]float32{0, 11, 0, 0, 0}, 11, 11},
		{[]float32{10.5, 64, 0, 0, 0}, 10.5, 10.5},
		{[]float32{90, 12, -40, 0, 0}, 40, 40},
		{[]float32{90, 12, -40, 300, 17}, 40, 90},
	} {
		d := newJumpDetector(10, .1, m)
		zero := make([]float32, 6)
		d.calibrate(zero, []float64{1, 1, 1, 1, 1, 1}, make([]bool, m.NumParams()))
		d.step(append(c.amplitudes, 0), zero, .1)
		j := d.take(0, 0, 1)
		near.Rel(t, fmt.Sprintf("median of %v", c.amplitudes), j.Median, c.median, 1./32)
		near.Rel(t, fmt.Sprintf("90 %% quantile of %v", c.amplitudes), j.P90, c.p90, 1./32)
	}
}

// Before a probe no parameter has a scale, and nothing is tried.
func TestNoJumpsBeforeAProbe(t *testing.T) {
	m, _ := network(t, "linear", 1, 2, 1)
	d := newJumpDetector(10, .1, m)
	d.step([]float32{1, 1e30, 0, 5}, nil, .1)
	if j := d.take(0, 0, 1); j.Count != 0 || j.Trials != 0 {
		t.Errorf("%+v", j)
	}
}

// At the end of a cosine or linear decay the learning rate is 0.
func TestNoJumpsAtLearningRateZero(t *testing.T) {
	m, _ := network(t, "linear", 1, 2, 1)
	d := newJumpDetector(10, .1, m)
	d.calibrate(make([]float32, 4), []float64{1, 0, 1, 1}, make([]bool, m.NumParams()))
	d.step([]float32{1, 1e30, 1e20, 5}, nil, 0)
	if j := d.take(0, 0, 1); j.Count != 0 || j.Trials != 1 {
		t.Errorf("%+v", j)
	}
}

// The loss can be finite where an element of the gradient is not.
func TestInfiniteGradientIsNoPanic(t *testing.T) {
	m, _ := network(t, "linear", 1, 2, 1)
	d := newJumpDetector(10, .1, m)
	d.calibrate(make([]float32, 4), []float64{1, 1, 1, 1}, make([]bool, m.NumParams()))
	d.step([]float32{float32(math.Inf(1)), 0, 0, 0}, nil, .1)
	if j := d.take(0, 0, 1); j.Count != 1 || !math.IsInf(j.Max, 1) {
		t.Errorf("%+v", j)
	}
}

// A positive threshold that float32 does not have.
func TestTinyJumpThresholdIsNoPanic(t *testing.T) {
	m, _ := network(t, "linear", 1, 2, 1)
	d := newJumpDetector(1e-46, .1, m)
	d.calibrate(make([]float32, 4), []float64{1, 1, 1, 1}, make([]bool, m.NumParams()))
	d.step([]float32{1, 0, 0, 0}, nil, .1)
}

// Under a learning rate of half and of twice the reference the updates beyond a fixed size are
// fewer and more, as (eta/eta_ref)^alpha, and the noises beyond kappa scales as many as ever.
func TestNoiseCountIgnoresTheLearningRate(t *testing.T) {
	const steps = 2500
	for _, eta := range []float64{.5, 1, 2} {
		noise, trials := 0, 0
		for _, j := range detect(t, eta, steps, false) {
			noise += j.NoiseCount
			trials += j.Trials
			if eta == 1 && j.NoiseCount != j.Count {
				t.Errorf("%s: %d noises beyond the threshold, %d jumps", j.Layer, j.NoiseCount, j.Count)
			}
		}
		want := float64(trials) * beyond(jumpKappa)
		near.Abs(t, fmt.Sprintf("eta %g: noises beyond %g scales", eta, jumpKappa), float64(noise), want, 4*math.Sqrt(want))
	}
}
