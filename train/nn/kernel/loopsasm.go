//go:build amd64 && !purego

package kernel

// The loops over elements run in assembly over the multiple of eight elements, and in Go over the rest. They are those
// of AVX2 in AVX512 too: memory bounds them.

// whole is the part of n that the assembly takes.
func whole(n int) int { return n &^ 7 }

func (v vector) Fill(dst []float32, x float32) {
	n := whole(len(dst))
	if n > 0 {
		fillAVX2(&dst[0], n, x)
	}
	v.portable.Fill(dst[n:], x)
}

func (v vector) Sum(x []float32) float32 {
	var sums [16]float32
	n := len(x) &^ 15
	if n > 0 {
		sumAVX2(&sums, &x[0], n)
	}
	for r, v := range x[n:] {
		sums[r] += v
	}
	return lanes(&sums)
}

func (v vector) ReLU(z []float32) {
	n := whole(len(z))
	if n > 0 {
		reluAVX2(&z[0], n)
	}
	v.portable.ReLU(z[n:])
}

func (v vector) ReLUBackward(d, h []float32) {
	checkLengths(len(d), len(h))
	n := whole(len(d))
	if n > 0 {
		reluBackwardAVX2(&d[0], &h[0], n)
	}
	v.portable.ReLUBackward(d[n:], h[n:])
}

func (v vector) Update(w, g []float32, eta float32) {
	checkLengths(len(w), len(g))
	n := whole(len(w))
	if n > 0 {
		updateAVX2(&w[0], &g[0], n, eta)
	}
	v.portable.Update(w[n:], g[n:], eta)
}

func (v vector) HeavyBall(w, velocity, g []float32, s Descent) {
	checkLengths(len(w), len(velocity), len(g))
	n := whole(len(w))
	if n > 0 {
		heavyBallAVX2(&w[0], &velocity[0], &g[0], n, s.Rate, s.Momentum, s.Decay)
	}
	v.portable.HeavyBall(w[n:], velocity[n:], g[n:], s)
}

func (v vector) Follow(centre, g, scale []float32, b Band) int {
	checkLengths(len(centre), len(g), len(scale))
	n, moved := whole(len(centre)), 0
	if n > 0 {
		moved = followAVX2(&centre[0], &g[0], &scale[0], n, &[4]float32{b.Near, b.Stop, b.Pull, b.Rate})
	}
	if moved < n {
		return moved
	}
	return n + v.portable.Follow(centre[n:], g[n:], scale[n:], b)
}

func (v vector) Exceed(mask []uint16, centre, g, scale []float32, limit float32) float32 {
	checkLengths(len(centre), len(g), len(scale))
	checkLengths((len(g)+15)/16, len(mask))
	var sums [16]float32
	n := len(g) &^ 15
	if n > 0 {
		exceedAVX2(&mask[0], &sums, &centre[0], &g[0], &scale[0], n, limit)
	}
	exceed(mask[n/16:], &sums, centre[n:], g[n:], scale[n:], limit)
	return lanes(&sums)
}
