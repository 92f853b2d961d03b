package kernel

// Transpose goes by blocks of 16 rows, so that the lines of dst that it writes stay in the cache.
func (portable) Transpose(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	checkRows(src, lds, rows, cols, "src")
	checkRows(dst, ldd, cols, rows, "dst")
	for i := 0; i < rows; i += 16 {
		m := min(16, rows-i)
		for j := range cols {
			out := dst[j*ldd+i:][:m]
			for r := range out {
				out[r] = src[(i+r)*lds+j]
			}
		}
	}
}

func (portable) MaxPool(y []float32, at []int32, x []float32, xo, window []int32, n int) {
	checkPool(y, at, x, xo, window, n)
	for q, base := range xo {
		out, index := y[q*n:][:n], at[q*n:][:n]
		for p, w := range window {
			in := x[int(base)+int(w):][:n]
			for j, v := range in {
				if p == 0 || v > out[j] || v != v {
					out[j], index[j] = v, int32(p)
				}
			}
		}
	}
}

func (portable) MaxPoolBackward(dx []float32, xo, window []int32, dy []float32, at []int32, n int) {
	checkPool(dy, at, dx, xo, window, n)
	for q, base := range xo {
		from, index := dy[q*n:][:n], at[q*n:][:n]
		for p, w := range window {
			out := dx[int(base)+int(w):][:n]
			for j, v := range from {
				if int(index[j]) != p {
					v = 0
				}
				out[j] = v
			}
		}
	}
}

func (portable) Fill(dst []float32, v float32) {
	for i := range dst {
		dst[i] = v
	}
}

func (portable) Sum(x []float32) float32 {
	var sum [16]float32
	for l, v := range x {
		sum[l%16] += v
	}
	return lanes(&sum)
}

func (portable) ReLU(z []float32) {
	for i, v := range z {
		z[i] = max(v, 0)
	}
}

func (portable) ReLUBackward(d, h []float32) {
	checkLengths(len(d), len(h))
	for i, v := range h {
		if v <= 0 {
			d[i] = 0
		}
	}
}

func (portable) Update(w, g []float32, eta float32) {
	checkLengths(len(w), len(g))
	for i, v := range g {
		w[i] -= float32(eta * v)
	}
}

func (portable) HeavyBall(w, v, g []float32, s Descent) {
	checkLengths(len(w), len(v), len(g))
	for i, u := range g {
		next := float32(s.Momentum*v[i]) + u + float32(s.Decay*w[i])
		v[i] = next
		w[i] -= float32(s.Rate * next)
	}
}

func (portable) Follow(centre, g, scale []float32, b Band) int {
	checkLengths(len(centre), len(g), len(scale))
	for j, v := range g {
		u, s := v-centre[j], scale[j]
		if u > b.Near*s || u < -b.Near*s {
			if s > 0 && (u > b.Stop*s || u < -b.Stop*s) {
				return j
			}
			if u > b.Pull*s {
				u = b.Pull * s
			} else if u < -b.Pull*s {
				u = -b.Pull * s
			}
		}
		centre[j] += float32(u * b.Rate)
	}
	return len(g)
}

func (portable) Exceed(mask []uint16, centre, g, scale []float32, limit float32) float32 {
	checkLengths(len(centre), len(g), len(scale))
	checkLengths((len(g)+15)/16, len(mask))
	var sums [16]float32
	exceed(mask, &sums, centre, g, scale, limit)
	return lanes(&sums)
}

// exceed is Exceed, which adds the squares of the elements r, r+16, ... to sums[r].
func exceed(mask []uint16, sums *[16]float32, centre, g, scale []float32, limit float32) {
	for q := range mask {
		from, to := 16*q, min(16*q+16, len(g))
		word := uint16(0)
		for j, v := range g[from:to] {
			u, bound := v-centre[from+j], limit*scale[from+j]
			if u > bound || u < -bound {
				word |= 1 << j
			}
			sums[j] += float32(u * u)
		}
		mask[q] = word
	}
}
