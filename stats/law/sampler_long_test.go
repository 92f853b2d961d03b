package law

import (
	"fmt"
	"os"
	"testing"
)

// 10^8 draws of each law against the exact distribution function, with LEVYSCOPE_LONG=1 in the
// environment: some minutes.
func TestSamplerDrawsTheLawLong(t *testing.T) {
	if os.Getenv("LEVYSCOPE_LONG") != "1" {
		t.Skip("10^8 draws of each law: set LEVYSCOPE_LONG=1")
	}
	for i, alpha := range drawnIndices {
		t.Run(fmt.Sprint(alpha), func(t *testing.T) {
			filled := fillCells(alpha, 1e8, testRand(uint64(400+i)))
			filled.judge(t, "Fill")
			r := testRand(uint64(500 + i))
			m := SaS(alpha, 1).Sampler()
			var one [1]float64
			eachCells(alpha, 2e7, func() float64 { m.Fill(one[:], r); return one[0] }).judge(t, "Fill in ones")
			reference := newChambers(SaS(alpha, 1))
			drawn := eachCells(alpha, 1e7, func() float64 { return reference.draw(r) })
			drawn.judge(t, "Chambers")
			p := filled.twoSample(drawn)
			if !(p > 1e-3) {
				t.Error("the two differ")
			}
			t.Logf("Chambers against Fill: KS p = %.3f", p)
		})
	}
}
