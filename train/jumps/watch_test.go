package jumps

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"levyscope/internal/checkpoint"
	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/train/nn/kernel"
)

const etaRef = .1

// bench is a Watch of n parameters in two arrays with noise around a centre of 0, as a quadratic has it whose gradient
// is known exactly.
type bench struct {
	w      *Watch
	r      *rand.Rand
	g      []float32
	centre []float32
	scale  []float32
	k      int
}

func newBench(n int, kappa float64, seed uint64) *bench {
	b := &bench{r: rand.New(rand.NewPCG(seed, 1)), g: make([]float32, n), centre: make([]float32, n),
		scale: make([]float32, n)}
	for i := range b.scale {
		b.scale[i] = float32(math.Exp(b.r.NormFloat64()))
	}
	b.w = b.watch(kappa, seed)
	return b
}

func (b *bench) watch(kappa float64, seed uint64) *Watch {
	n := len(b.g)
	k, err := kernel.New(kernel.Gonum)
	if err != nil {
		panic(err)
	}
	arrays := []Array{{"fc1.weight", []int{n / 2, 1}, 0, n / 2}, {"fc1.bias", []int{n - n/2}, n / 2, n}}
	return New(Options{Kappa: kappa, EtaRef: etaRef, Settings: *Default(), Seed: seed, Arrays: arrays,
		Centre: b.centre, Scale: b.scale, Apart: make([]bool, n), Kernel: k})
}

// step is one step with the gradient in g; noises beyond kappa scales are handed over as the detector does.
func (b *bench) step(eta, loss float64) {
	b.w.Begin(b.k, b.g, eta, true)
	for i, v := range b.g {
		u := v - b.centre[i]
		if s := b.scale[i]; s > 0 && math.Abs(float64(u)) > b.w.Kappa*float64(s) {
			b.w.Current(b.array(i), i, u)
		}
	}
	b.w.End(loss)
	b.k++
}

func (b *bench) array(i int) int {
	if i < b.w.arrays[0].To {
		return 0
	}
	return 1
}

// draw fills g with independent noise of each parameter's scale.
func (b *bench) draw(unit func() float64) {
	for i, s := range b.scale {
		b.g[i] = float32(float64(s) * unit())
	}
}

// beyond is P(|X| > x) of SaS(alpha, 1) by the exact law.
func beyond(alpha, x float64) float64 { return 2 * law.SaS(alpha, 1).Survival(x) }

// A decay by s: the frequency of fixed jumps goes as s^alpha and the size of updates as s; current jumps stay as they
// are in frequency and amplitude. The reference frequencies are the exact tails.
func TestADecayByItsTwoKinds(t *testing.T) {
	const kappa, n, steps = 5, 400, 1500
	for _, alpha := range []float64{1.2, 1.5, 1.8} {
		b := newBench(n, kappa, uint64(10*alpha))
		b.w.Calibrate(0, true)
		x := law.SaS(alpha, 1).Sampler()
		rates := []float64{1, .5, .25}
		for _, s := range rates {
			for range steps {
				b.draw(func() float64 { return x.Draw(b.r) })
				b.step(etaRef*s, 1)
				if b.k%50 == 0 {
					b.w.Take(b.k)
				}
			}
		}
		got := b.w.Law([]Index{{alpha, .01}, {alpha, .01}})
		for _, a := range got.Arrays {
			what := fmt.Sprintf("alpha %g, %s: ", alpha, a.Name)
			if len(a.Octaves) != len(rates) {
				t.Fatalf("%s%d octaves", what, len(a.Octaves))
			}
			for i, o := range a.Octaves {
				trials := float64(o.Fixed.Trials)
				want := beyond(alpha, kappa/rates[i])
				near.Abs(t, fmt.Sprintf("%sfixed jumps at s = %g", what, o.S), o.Fixed.Rate, want, 4*math.Sqrt(want/trials))
				want = beyond(alpha, kappa)
				near.Abs(t, fmt.Sprintf("%scurrent jumps at s = %g", what, o.S), o.Current.Rate, want,
					4*math.Sqrt(want/trials))
				near.Abs(t, what+"amplitude of current jumps", beyond(alpha, o.Current.Median)/want, .5,
					4*math.Sqrt(.25/room))
				near.Rel(t, what+"updates", o.Update, rates[i]*o.Current.Median, 1e-5)
				// The second order of the tail is small but not nothing at 5 scales.
				near.Abs(t, what+"shape of current jumps", o.Current.Tail.Shape, 1/alpha, 4*o.Current.Tail.ShapeSE+.1)
			}
			// Over these rates the exact tail falls with the mean exponent that its values give.
			exact := math.Log(beyond(alpha, kappa)/beyond(alpha, 4*kappa)) / math.Log(4)
			near.Abs(t, what+"exact exponent", exact, alpha, .25)
			near.Abs(t, what+"exponent of fixed jumps", a.Fixed.Value, exact, 4*a.Fixed.SE+.03)
			near.Abs(t, what+"exponent of current jumps", a.Current.Value, 0, 4*a.Current.SE)
			near.Abs(t, what+"exponent of updates", a.Update.Value, 1, 4*a.Update.SE)
			near.Abs(t, what+"exponent of amplitudes", a.Amplitude.Value, 0, 4*a.Amplitude.SE)
			near.Most(t, what+"error of the exponent", a.Fixed.SE, .15)
		}
	}
}

// The intervals of the law hold the exact rate in about 95 % of many runs, neither far fewer nor all.
func TestExponentsAreWithinTheirErrors(t *testing.T) {
	if testing.Short() {
		t.Skip("400 runs")
	}
	inside, mean, runs := 0, 0.0, 400
	for run := range runs {
		b := newBench(40, 5, uint64(1000+run))
		b.w.Calibrate(0, true)
		// A Pareto tail, so that the exponent is exact: P(|u| > x) = (1/x)^1.5 from 1 on.
		for _, s := range []float64{1, .5, .25} {
			for range 400 {
				b.draw(func() float64 { return math.Pow(b.r.Float64(), -1/1.5) })
				b.step(etaRef*s, 1)
				if b.k%50 == 0 {
					b.w.Take(b.k)
				}
			}
		}
		e := b.w.Law(nil).Arrays[0].Fixed
		if math.Abs(e.Value-1.5) < 1.96*e.SE {
			inside++
		}
		mean += e.Value / float64(runs)
	}
	near.Abs(t, "mean exponent", mean, 1.5, .05)
	near.Least(t, "coverage", float64(inside)/float64(runs), .92)
	near.Most(t, "coverage", float64(inside)/float64(runs), .985)
}

// Jumps of many parameters in the same step are found to be clustered in nearly every window, and independent ones in
// as many as the level says.
func TestClusters(t *testing.T) {
	alarms, found, windows := 0, 0, 400
	independent, together := newBench(200, 3, 3), newBench(200, 3, 4)
	for range windows {
		for range 50 {
			independent.draw(func() float64 { return math.Pow(independent.r.Float64(), -1/1.5) / 6 })
			independent.step(etaRef, 1)
			common := 1.
			if together.r.Float64() < .05 { // a step in twenty has noise three times as large
				common = 3
			}
			together.draw(func() float64 { return common * math.Pow(together.r.Float64(), -1/1.5) / 6 })
			together.step(etaRef, 1)
		}
		c := independent.w.Take(independent.k).Current
		if c.FanoP < .05 {
			alarms++
		}
		if together.w.Take(together.k).Current.FanoP < .05 {
			found++
		}
	}
	near.Most(t, "false alarms", float64(alarms)/float64(windows), .08)
	near.Least(t, "false alarms", float64(alarms)/float64(windows), .02)
	near.Least(t, "clusters found", float64(found)/float64(windows), .8)
}

// Written out: 3 parameters of 200 jump in step 0, one in steps 2 and 4.
func TestCountsByHand(t *testing.T) {
	b := newBench(200, 10, 1)
	for i := range b.scale {
		b.scale[i] = 1
	}
	b.w.Calibrate(0, true)
	for _, jumpers := range [][]int{{0, 1, 150}, {}, {0}, {}, {0}} {
		clear(b.g)
		for _, i := range jumpers {
			b.g[i] = 30
		}
		b.step(etaRef/2, 1)
	}
	if f, c := b.w.Array(1); f.Count != 1 || f.Trials != 500 || c.Count != 1 {
		t.Errorf("array 1: %+v, %+v", f, c)
	}
	w := b.w.Take(5)
	c := w.Current
	if c.Count != 5 || c.Trials != 1000 || c.Steps != 5 || w.From != 0 || w.Step != 5 || w.Fixed.Count != 5 {
		t.Errorf("%+v, fixed %+v", c, w.Fixed)
	}
	near.Abs(t, "several", c.Several, .6, 1e-12)
	near.Abs(t, "waiting", c.Waiting, 2, 1e-12)
	near.Abs(t, "Fano", c.Fano, (11.-5)/4, 1e-12) // sum of squares 11, mean 1
	near.Abs(t, "low", c.Low*1000, 1.6235, 1e-3)  // Garwood's interval of 5
	near.Abs(t, "high", c.High*1000, 11.668, 1e-3)
	a := w.CurrentAmong
	if a.Largest != 3 || a.Name != "fc1.weight[0 0]" || a.Jumps != 5 || a.Parameters != 200 {
		t.Errorf("%+v", a)
	}
	near.Abs(t, "half of the jumps", a.Half, 2.5/3/200, 1e-12)
	if w = b.w.Take(5); w.Current.Trials != 0 || !math.IsNaN(w.Current.Fano) || w.CurrentAmong.Jumps != 5 {
		t.Errorf("an empty window: %+v", w)
	}
}

// If parameters jump equally often, half of the jumps are held by as many as independent Poisson numbers say.
func TestConcentration(t *testing.T) {
	for _, mean := range []float64{.3, 4, 3000} {
		b := newBench(4000, 10, 7)
		for i := range b.g {
			b.w.counts[current][i] = uint32(mean + math.Sqrt(mean)*b.r.NormFloat64())
			if mean < 10 {
				b.w.counts[current][i] = 0
				for p := b.r.Float64(); p > math.Exp(-mean); p *= b.r.Float64() { // Knuth's Poisson
					b.w.counts[current][i]++
				}
			}
		}
		b.w.recount()
		c := b.w.concentration(current)
		near.Rel(t, fmt.Sprintf("half at a mean of %g", mean), c.Half, c.HalfEqual, .05)
	}
}

// Noise with a memory is found, signed and in its norm; noise without one is not.
func TestSerialCorrelation(t *testing.T) {
	for _, rho := range []float64{0, .3} {
		b := newBench(300, 10, 9)
		b.w.Calibrate(0, true)
		z := make([]float64, 300)
		size := 0.
		x := law.SaS(1.5, 1).Sampler()
		for range 4000 {
			size = rho*size + math.Sqrt(1-rho*rho)*b.r.NormFloat64()
			for i := range z {
				z[i] = rho*z[i] + x.Draw(b.r)
				b.g[i] = b.scale[i] * float32(z[i]*math.Exp(size))
			}
			b.step(etaRef, 1)
			if b.k%50 == 0 {
				b.w.Take(b.k)
			}
		}
		s := b.w.Law(nil).Serial
		if rho == 0 {
			near.Abs(t, "signed, of independent noise", s.Signed, 0, 3*s.SignedSE)
			near.Abs(t, "norm, of independent noise", s.Norm, 0, 3*s.NormSE)
			continue
		}
		near.Least(t, "signed", s.Signed, 5*s.SignedSE)
		near.Abs(t, "signed", s.Signed, rho, .15) // clipped, and of a size that varies
		near.Least(t, "norm", s.Norm, 5*s.NormSE)
	}
}

// The loss after a step: known changes are given back with their errors.
func TestLossAfterJumps(t *testing.T) {
	b := newBench(50, 10, 11)
	for i := range b.scale {
		b.scale[i] = 1
	}
	b.w.Calibrate(0, true)
	loss := 1.
	for k := range 3000 {
		b.draw(b.r.NormFloat64)
		if k%100 == 99 { // a jump of the norm, with a loss of its own, and half of it stays
			for i := range b.g {
				b.g[i] *= 5
			}
			b.step(etaRef, loss+2)
			loss++
			continue
		}
		b.step(etaRef, loss)
	}
	l := b.w.Law(nil).Loss
	if l.Norm.Steps != 30-1 { // behind the last one there is no step
		t.Errorf("%+v", l)
	}
	near.Abs(t, "next", l.Norm.Next, -1, 1e-9)
	near.Abs(t, "around", l.Norm.Around, 1, 1e-9)
}

// Nothing is found where there is nothing to look at, and what is no number is no jump.
func TestEdges(t *testing.T) {
	b := newBench(1, 1e6, 1)
	if w := b.w.Take(0); w.Current.Trials != 0 || w.Reference != -1 || !math.IsNaN(w.Norm.Median) {
		t.Errorf("0 steps: %+v", w)
	}
	if l := b.w.Law(nil); len(l.Arrays) != 2 || len(l.Arrays[0].Octaves) != 0 || !math.IsNaN(l.Arrays[1].Fixed.Value) {
		t.Errorf("0 steps: %+v", l)
	}
	b.w.Calibrate(0, true)
	for _, v := range []float64{math.NaN(), 1, math.Inf(1), math.Inf(-1), 1e38, 0, -1e-45} {
		for _, eta := range []float64{.1, 0, 1e-300, 1e300} {
			b.g[0] = float32(v)
			b.step(eta, 1)
		}
	}
	w := b.w.Take(b.k)
	if w.Current.Trials != 28 || w.Current.Count != 12 {
		t.Errorf("%+v", w.Current)
	}
	b.w.Law(nil)
	b = newBench(20, .01, 1)
	b.w.Calibrate(5, true)
	for range 3 {
		b.draw(b.r.NormFloat64)
		b.step(etaRef, 1)
	}
	if w := b.w.Take(3); w.Reference != 5 || w.Current.Count < 50 || w.Current.Count != w.Fixed.Count {
		t.Errorf("kappa .01: %+v", w)
	}
	clear(b.scale) // as after a collapse
	b.w.Calibrate(6, true)
	b.step(etaRef, 1)
	if w := b.w.Take(4); w.Current.Trials != 0 || w.Norm.Current.Trials != 0 || w.Norm.Fixed.Trials != 0 {
		t.Errorf("no active parameter: %+v", w)
	}
}

// A step allocates nothing, once the octave has its room.
func TestStepsAllocateNothing(t *testing.T) {
	b := newBench(100, .5, 1)
	b.w.Calibrate(0, true)
	b.draw(b.r.NormFloat64)
	for range 700 {
		b.step(etaRef, 1)
	}
	if n := testing.AllocsPerRun(100, func() { b.step(etaRef, 1) }); n > 0 {
		t.Errorf("%v allocations a step", n)
	}
}

// A Watch that is restored from its state, by way of its bytes, goes on as the one that was not.
func TestStateGoesOn(t *testing.T) {
	b := newBench(200, 2, 5)
	b.w.Calibrate(0, true)
	run := func(w *Watch, from, to int) (out []string) {
		b.w, b.r = w, rand.New(rand.NewPCG(8, uint64(from)))
		for b.k = from; b.k < to; {
			b.draw(func() float64 { return b.r.NormFloat64() * (1 + b.r.ExpFloat64()) })
			b.step(etaRef/(1+float64(b.k)/100), b.r.Float64())
			if b.k%50 == 0 {
				out = append(out, fmt.Sprintf("%+v", w.Take(b.k)))
			}
		}
		return append(out, fmt.Sprintf("%+v", *w.Law(nil)))
	}
	whole := b.w
	run(whole, 0, 777)
	saved := whole.State()
	text, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	var read State
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	again := b.watch(2, 5)
	tensors := checkpoint.NewTensors(saved.Tensors())
	read.Take(tensors, again)
	if err := tensors.Err(); err != nil {
		t.Fatal(err)
	}
	if err := read.Check(again, 777); err != nil {
		t.Fatal(err)
	}
	again.Restore(&read)
	want, got := run(whole, 777, 1500), run(again, 777, 1500)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("a restored Watch differs:\n%s\n%s", got[0], want[0])
	}
	read.Seen[0] = -1
	if err := read.Check(again, 777); err == nil {
		t.Error("a negative count is taken")
	}
}
