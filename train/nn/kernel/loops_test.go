package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"

	"levyscope/internal/near"
	"levyscope/train/nn/kernel"
)

// kernels are those that the processor has.
func kernels(t testing.TB) (all []kernel.Kernel) {
	for n := kernel.Gonum; n.Valid(); n++ {
		if !n.Available() {
			t.Logf("%s is not available here", n)
			continue
		}
		k, err := kernel.New(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, k)
	}
	return all
}

func TestProductsByHand(t *testing.T) {
	for _, k := range kernels(t) {
		c := []float32{9, 9, 9, 9}
		k.Sgemm(blas.NoTrans, blas.NoTrans, 2, 2, 2, 1, []float32{1, 2, 3, 4}, 2, []float32{5, 6, 7, 8}, 2, 0, c, 2)
		equal(t, k, "Sgemm", c, 19, 22, 43, 50)

		c = []float32{1, 1, 1, 1, 1}
		b := []float32{1, 2, 3, 4, 5}
		k.Product(c, []int32{3, 0}, []float32{1, 10, 100, 1000}, 2, 1, b, []int32{0, 3}, 2, true)
		equal(t, k, "Product", c, 4101, 5201, 1, 42, 53)
	}
}

// Written out: u = g - centre is 3, -3, 2, NaN, and so on; a scale of infinity marks nothing.
func TestExceedByHand(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, k := range kernels(t) {
		centre, g, scale := make([]float32, 18), make([]float32, 18), make([]float32, 18)
		for i := range scale {
			scale[i] = 1
		}
		copy(g, []float32{4, -2, 3, 1e9, 3, -2.5})
		copy(centre, []float32{1, 1, 1, 0, 0})
		scale[3] = inf
		g[16], g[17] = -7, 2
		mask := []uint16{9, 9}
		sum := k.Exceed(mask, centre, g, scale, 2)
		near.Rel(t, k.Name().String()+": sum of squares", float64(sum), 1e18, 1e-6)
		if mask[0] != 0b110011 || mask[1] != 1 {
			t.Errorf("%s: masks %b", k.Name(), mask)
		}
		g[0] = nan
		if sum := k.Exceed(mask, centre, g, scale, 2); sum == sum || mask[0] != 0b110010 {
			t.Errorf("%s: with NaN the sum is %g, the mask %b", k.Name(), sum, mask[0])
		}
		if sum := k.Exceed(nil, nil, nil, nil, 2); sum != 0 {
			t.Errorf("%s: the sum of nothing is %g", k.Name(), sum)
		}
	}
}

func equal(t *testing.T, k kernel.Kernel, what string, got []float32, want ...float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s, %s: %v, want %v", k.Name(), what, got, want)
	}
	for i := range want {
		if !(got[i] == want[i]) {
			t.Errorf("%s, %s: %v, want %v", k.Name(), what, got, want)
			return
		}
	}
}

// Every loop over elements and rows gives the same bits in all kernels, NaN, infinities and denormals included, and
// leaves what is not its own.
func TestLoopsAreTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	plain, err := kernel.New(kernel.Gonum)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 150 {
		for range 4 {
			cols := 1 + r.IntN(40)
			rows := n % 37
			in := loopInput{n: n, rows: rows, cols: cols, x: rough(r, n), y: rough(r, n), z: rough(r, n),
				matrix: rough(r, rows*(cols+3)+cols), scales: [4]float32{r.Float32(), 2 * r.Float32(), r.Float32(), .01}}
			want := in.run(plain)
			for _, kern := range fused(t) {
				got := in.run(kern)
				for name := range want {
					for i := range want[name] {
						if !same(got[name][i], want[name][i]) {
							t.Fatalf("%s, %s: n=%d, rows=%d, cols=%d: element %d is %v, want %v", kern.Name(), name, n, rows,
								cols, i, got[name][i], want[name][i])
						}
					}
				}
			}
		}
	}
}

type loopInput struct {
	n, rows, cols   int
	x, y, z, matrix []float32
	scales          [4]float32
}

// run returns all vectors that the loops of a kernel write, by the names of the loops.
func (in loopInput) run(k kernel.Kernel) map[string][]float32 {
	out := map[string][]float32{}
	fresh := func(name string, from []float32) []float32 {
		out[name] = append(append([]float32(nil), from...), 7, 7, 7)
		return out[name][:len(from)]
	}
	s, n := in.scales, in.n
	k.Fill(fresh("Fill", in.x), s[0])
	out["Sum"] = []float32{k.Sum(in.x)}
	k.ReLU(fresh("ReLU", in.x))
	k.ReLUBackward(fresh("ReLUBackward", in.y), in.x)
	k.Update(fresh("Update", in.x), in.y, s[0])
	k.HeavyBall(fresh("HeavyBall", in.x), fresh("HeavyBall v", in.y), in.z,
		kernel.Descent{Rate: s[0], Momentum: s[1], Decay: s[2]})
	centre := fresh("Follow", in.x)
	band := kernel.Band{Near: s[0], Stop: s[1], Pull: s[2], Rate: s[3]}
	for from := 0; from < n; {
		moved := k.Follow(centre[from:], in.y[from:], in.z[from:], band)
		stop := from + moved
		for from = stop; from < min(n, stop+16); from++ { // as the caller does
			plainFollow(&centre[from], in.y[from], in.z[from], band)
		}
	}
	mask := make([]uint16, (n+15)/16)
	out["Exceed"] = []float32{k.Exceed(mask, in.x, in.y, in.z, s[1])}
	for j := range 16 * len(mask) {
		out["Exceed mask"] = append(out["Exceed mask"], float32(mask[j/16]>>(j%16)&1))
	}
	k.Transpose(fresh("Transpose", make([]float32, in.cols*(in.rows+2))), in.rows+2, in.matrix, in.cols+3, in.rows,
		in.cols)
	in.pool(k, out, fresh)
	return out
}

// pool adds the loops of pooling.
func (in loopInput) pool(k kernel.Kernel, out map[string][]float32, fresh func(string, []float32) []float32) {
	at := make([]int32, 2*in.n)
	x := append(append(append(append([]float32(nil), in.x...), in.y...), in.z...), in.x...)
	xo, window := []int32{0, int32(2 * in.n)}, []int32{0, int32(in.n)}
	y := fresh("MaxPool", make([]float32, 2*in.n))
	k.MaxPool(y, at, x, xo, window, in.n)
	k.MaxPoolBackward(fresh("MaxPoolBackward", x), xo, window, y, at, in.n)
	for _, p := range at {
		out["MaxPool at"] = append(out["MaxPool at"], float32(p))
	}
}

// plainFollow is Follow of one element that does not stop.
func plainFollow(centre *float32, g, s float32, b kernel.Band) {
	u := g - *centre
	if u > b.Near*s || u < -b.Near*s {
		if u > b.Pull*s {
			u = b.Pull * s
		} else if u < -b.Pull*s {
			u = -b.Pull * s
		}
	}
	*centre += float32(u * b.Rate)
}
