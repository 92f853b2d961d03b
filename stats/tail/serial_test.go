package tail_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/tail"
)

// kestenSeries runs x <- (1 - eta a^2) x + eta a e, whose tail index is known (package train/kesten).
func kestenSeries(seed uint64, eta float64, n int) *tail.Serial {
	r := rand.New(rand.NewPCG(seed, 5))
	s, x := tail.NewSerial(0, .5), 0.0
	for range n {
		a := r.NormFloat64()
		x -= eta * a * (a*x - r.NormFloat64())
		s.Add(x)
	}
	return s
}

// Independent Pareto values: the estimate is exact, and its error that of Hill, alpha/sqrt k.
func TestSerialOfParetoValues(t *testing.T) {
	const n, alpha = 400_000, 1.5
	r := rand.New(rand.NewPCG(1, 2))
	s := tail.NewSerial(3, 2)
	for range n {
		s.Add(3 + 2*math.Pow(r.Float64(), -1/alpha)*float64(1-2*r.IntN(2)))
	}
	tails := s.Tails()
	if len(tails) < 8 {
		t.Fatalf("%d fractions", len(tails))
	}
	for _, e := range tails {
		near.Abs(t, fmt.Sprintf("alpha at the top %.4g", e.Fraction), e.Alpha, alpha, 4*e.SE)
		near.Rel(t, "standard error", e.SE, alpha/math.Sqrt(float64(e.N)), .5)
	}
	chosen := tail.Reported(tails)
	near.Least(t, "values that are reported", float64(chosen.N), 1000)
	near.Most(t, "values that are reported", float64(chosen.N), 2500) // the next fraction, .002, has 800
}

// Values that depend on each other: the error is larger than that of independent ones, and it is right.
func TestSerialOfDependentValues(t *testing.T) {
	const runs, n, alpha = 40, 300_000, 1.0908264730663
	var z2, z, ratio float64
	for seed := range uint64(runs) {
		e := tail.Reported(kestenSeries(seed, 1, n).Tails())
		d := (e.Alpha - alpha) / e.SE
		z, z2 = z+d/runs, z2+d*d/runs
		ratio += e.SE / (alpha / math.Sqrt(float64(e.N))) / runs
	}
	near.Abs(t, "mean deviation in standard errors", z, 0, 4/math.Sqrt(runs))
	near.Abs(t, "mean square of it", z2, 1.1, .8)
	near.Least(t, "standard error over that of independent values", ratio, 1.2)
}

// The counts do not depend on how often blocks were added up, and the memory is bounded.
func TestSerialBlocks(t *testing.T) {
	s := kestenSeries(1, .8, 100_000)
	sum := int64(0)
	for _, n := range s.Counts {
		sum += n
	}
	blocks := s.N / s.Length
	if s.N != 100_000 || blocks < tail.SerialBlocks/2 || blocks > tail.SerialBlocks ||
		len(s.Counts) != tail.SerialBlocks*tail.SerialBins {
		t.Errorf("%d values in %d blocks", s.N, blocks)
	}
	beyond := int64(0)
	r, x := rand.New(rand.NewPCG(1, 5)), 0.0
	for range 100_000 {
		a := r.NormFloat64()
		x -= .8 * a * (a*x - r.NormFloat64())
		if math.Abs(x) >= .5 {
			beyond++
		}
	}
	if sum != beyond {
		t.Errorf("%d values are counted, want %d", sum, beyond)
	}
	if n := testing.AllocsPerRun(100, func() { s.Add(7) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

// What has no tail has no estimate, and nothing panics.
func TestSerialWithoutTail(t *testing.T) {
	for name, value := range map[string]float64{"bulk": .1, "one": 5, "NaN": math.NaN(), "infinite": math.Inf(1),
		"huge": math.MaxFloat64} {
		s := tail.NewSerial(0, 1)
		for range 5000 {
			s.Add(value)
		}
		if e := tail.Reported(s.Tails()); !math.IsNaN(e.Alpha) {
			t.Errorf("%s: %+v", name, e)
		}
	}
	few := tail.NewSerial(0, 1)
	for range 100 {
		few.Add(3)
	}
	if tails := few.Tails(); tails != nil {
		t.Errorf("few: %+v", tails)
	}
}
