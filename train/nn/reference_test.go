package nn

import (
	"math"
	"strings"
)

// reference computes losses in float64 by plain loops from the definitions: the functions that the gradients are
// gradients of. It takes the parameters in the order in which a model has them.
type reference struct {
	w []float64 // that are still to be taken
}

func (r *reference) take(n int) []float64 {
	w := r.w[:n]
	r.w = r.w[n:]
	return w
}

// linear is W h + b, with b taken after W.
func (r *reference) linear(h []float64, out int, bias bool) []float64 {
	w, z := r.take(out*len(h)), make([]float64, out)
	for o := range z {
		for j, v := range h {
			z[o] += w[o*len(h)+j] * v
		}
	}
	if bias {
		for o, b := range r.take(out) {
			z[o] += b
		}
	}
	return z
}

// image is a value with positions: channels, height, width.
type image struct {
	c, h, w int
	v       []float64
}

// at is an element, 0 outside.
func (m image) at(c, y, x int) float64 {
	if y < 0 || y >= m.h || x < 0 || x >= m.w {
		return 0
	}
	return m.v[(c*m.h+y)*m.w+x]
}

// conv is a convolution of the given kernel, strides and padding.
func (r *reference) conv(in image, channels, kh, kw, sy, sx, py, px int) image {
	out := image{c: channels, h: (in.h+2*py-kh)/sy + 1, w: (in.w+2*px-kw)/sx + 1}
	w, b := r.take(channels*in.c*kh*kw), r.take(channels)
	for o := range channels {
		for y := range out.h {
			for x := range out.w {
				sum := b[o]
				for c := range in.c {
					for i := range kh {
						for j := range kw {
							sum += w[((o*in.c+c)*kh+i)*kw+j] * in.at(c, y*sy+i-py, x*sx+j-px)
						}
					}
				}
				out.v = append(out.v, sum)
			}
		}
	}
	return out
}

func maxPool(in image) image {
	out := image{c: in.c, h: in.h / 2, w: in.w / 2}
	for c := range out.c {
		for y := range out.h {
			for x := range out.w {
				out.v = append(out.v, max(in.at(c, 2*y, 2*x), in.at(c, 2*y, 2*x+1), in.at(c, 2*y+1, 2*x),
					in.at(c, 2*y+1, 2*x+1)))
			}
		}
	}
	return out
}

func apply(h []float64, f func(float64) float64) []float64 {
	for i, v := range h {
		h[i] = f(v)
	}
	return h
}

func relu(z float64) float64 { return max(0, z) }

var functions = map[string]func(float64) float64{"relu": relu, "tanh": math.Tanh,
	"gelu": func(z float64) float64 { return z * math.Erfc(-z/math.Sqrt2) / 2 }}

// outputs are those of a model for one example.
func (r *reference) outputs(text string, p Problem, h []float64) []float64 {
	kind, rest, _ := strings.Cut(text, ":")
	switch kind {
	case "linear":
		return r.linear(h, p.outputs(), rest == "")
	case "mlp":
		hidden, act, _ := strings.Cut(rest, ":")
		if act == "" {
			act = "relu"
		}
		widths, err := parseWidths(hidden)
		if err != nil {
			panic(err)
		}
		for _, n := range widths {
			h = apply(r.linear(h, n, true), functions[act])
		}
	case "residual":
		parts, err := parseWidths(strings.ReplaceAll(rest, ":", "-"))
		if err != nil {
			panic(err)
		}
		h = apply(r.linear(h, parts[0], true), relu)
		for range parts[1] {
			f := apply(r.linear(h, len(h), true), relu)
			for i, v := range f {
				f[i] = h[i] + v
			}
			h = f
		}
	case "cnn1d":
		in := image{c: 1, h: 1, w: len(h), v: h}
		if len(p.Shape) == 2 {
			in.c, in.w = p.Shape[0], p.Shape[1]
		}
		for _, k := range []int{5, 3, 3} {
			in = r.conv(in, 25, 1, k, 1, 2, 0, 1)
			apply(in.v, relu)
		}
		h = in.v
	case "lenet5":
		h = r.lenet5(image{p.Shape[0], p.Shape[1], p.Shape[2], h})
	}
	return r.linear(h, p.outputs(), true)
}

func (r *reference) lenet5(in image) []float64 {
	pad := (32 - in.h) / 2
	for _, channels := range []int{6, 16} {
		in = r.conv(in, channels, 5, 5, 1, 1, pad, pad)
		apply(in.v, relu)
		in = maxPool(in)
		pad = 0
	}
	h := in.v
	for _, n := range []int{120, 84} {
		h = apply(r.linear(h, n, true), relu)
	}
	return h
}

// referenceLoss is the mean loss of the examples.
func referenceLoss(text string, p Problem, w []float64, x []float32, y Targets) float64 {
	sum, dim := 0.0, p.Dim()
	for i := range y.Len() {
		h := make([]float64, dim)
		for j := range h {
			h[j] = float64(x[i*dim+j])
		}
		z := (&reference{w}).outputs(text, p, h)
		if p.Classes == 0 {
			sum += (z[0] - float64(y.Values[i])) * (z[0] - float64(y.Values[i])) / 2
			continue
		}
		total := 0.0
		for _, v := range z {
			total += math.Exp(v)
		}
		sum += math.Log(total) - z[y.Classes[i]]
	}
	return sum / float64(y.Len())
}
