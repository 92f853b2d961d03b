package train

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/tail"
)

// The estimate for the whole net is that of one series, minibatch after minibatch, in
// blocks that reach over the ends of arrays and of minibatches.
func TestWholeNetIsOneSeries(t *testing.T) {
	p := synthetic(t, Probe{Every: 1, Batches: 60, Block: 8}, 7, 3) // 24 parameters, 1440 values
	r := newRand(72)
	var series []float64
	for i := range p.full {
		p.full[i], p.sigma[i] = float32(i), 1
	}
	p.apart[5] = true // which is no reason to leave it out here
	for m := range 60 {
		for i := range p.full {
			u := float32(math.Exp2(float64(i%4)) * r.NormFloat64())
			p.g[m*24+i] = p.full[i] + u
			series = append(series, float64(p.g[m*24+i])-float64(p.full[i]))
		}
	}
	for _, block := range []int{2, 36, 100} {
		got, err := p.wholeNet(block)
		if err != nil {
			t.Fatal(err)
		}
		want := tail.LogMoment(series, block)
		raw := max(got.Alpha, got.Beyond)
		near.Rel(t, fmt.Sprintf("alpha at K1 = %d", block), raw, want.Alpha, 1e-9)
		near.Rel(t, "its standard error", got.SE, want.SE, 1e-9)
		if got.Block != block || got.Values != 1440/block*block || !(got.Alpha <= 2) {
			t.Errorf("%+v", got)
		}
	}
}

// K1 is near the root of the number of values and divides it where a number close by does.
func TestRootBlock(t *testing.T) {
	for n, want := range map[int]int{1024 * 15210: 3840, 100: 10, 101: 10, 6: 2, 4: 2, 1 << 20: 1 << 10, 97 * 101: 97} {
		if got := rootBlock(n); got != want {
			t.Errorf("root of %d: %d, want %d", n, got, want)
		}
	}
}

// Gaussians whose scales are log-normal with log-sd s, pooled: 1/(1/2 + s^2/ln K1), 1.55 at
// s = 1 and K1 = 1000 (theory.md, section 2), and 1.50 at K1 = 400.
func TestWholeNetOfGaussiansOfManyScales(t *testing.T) {
	p := synthetic(t, Probe{Every: 1, Batches: 400, Block: 32}, 39, 10)
	r := newRand(73)
	for i, at := range r.Perm(len(p.full)) {
		p.sigma[at] = 1
		scale := math.Exp(normalQuantile((float64(i) + .5) / float64(len(p.full))))
		for m := range p.cfg.Batches {
			p.g[m*len(p.full)+at] = float32(scale * r.NormFloat64())
		}
	}
	got, err := p.wholeNet(rootBlock(len(p.g)))
	if err != nil || got.Block != 400 || got.Values != 160000 {
		t.Fatalf("%+v, %v", got, err)
	}
	near.Abs(t, "alpha of the whole net", got.Alpha, 1/(.5+1/math.Log(400)), .07)
}
