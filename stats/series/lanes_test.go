package series

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The assembly gives the bits of the Go code.
func TestLanesInAssembly(t *testing.T) {
	if !fast {
		t.Skip("no assembly here")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for trial := range 200 {
		var g [ContrastBlock]float32
		for i := range g {
			g[i] = float32(r.NormFloat64() * math.Exp(float64(trial-100)/3))
			switch r.IntN(12) {
			case 0:
				g[i] = 0
			case 1:
				g[i] = float32(math.Copysign(0, -1))
			case 2:
				g[i] = .25
			}
			if trial > 190 && i == trial%32 {
				g[i] = float32(math.Inf(trial%2*2 - 1))
			}
		}
		var got, want laneSums
		var u, v [ContrastBlock]float64
		first := math.Float32bits(g[0])
		lanesAVX2(&got.sum[0], &u, &g, .25, first)
		want.pass(&v, &g, .25, first)
		if fmt.Sprint(got, u) != fmt.Sprint(want, v) {
			t.Fatalf("trial %d: %v\n%v", trial, got, want)
		}
	}
}
