package nn

import "math"

// crossEntropy is the loss -ln softmax(z)_y of the logits z (classes) of one example, and whether the largest is the
// label's. If scale is not 0, z becomes scale times the gradient of the loss: (softmax(z) - onehot(y)) scale. The
// largest logit is subtracted first, so that nothing overflows; NaN stays NaN. e (classes) is scratch space.
func crossEntropy(z []float32, e []float64, label uint8, scale float64) (loss float64, right bool) {
	top, best := z[0], 0
	for j, v := range z {
		if v > top {
			top, best = v, j
		}
	}
	total := 0.0
	for j, v := range z {
		e[j] = math.Exp(float64(v - top))
		total += e[j]
	}
	loss = math.Log(total) - float64(z[label]-top)
	right = best == int(label) && z[best] == z[best]
	if scale == 0 {
		return loss, right
	}
	for j := range z {
		z[j] = float32(e[j] / total * scale)
	}
	z[label] -= float32(scale)
	return loss, right
}

// squaredError is the loss (z - y)^2/2 of the output z of one example. If scale is not 0, z becomes scale times the
// gradient: (z - y) scale.
func squaredError(z *float32, y float32, scale float64) (loss float64) {
	rest := float64(*z) - float64(y)
	if scale != 0 {
		*z = float32(rest * scale)
	}
	return rest * rest / 2
}

// finite says that a loss is neither NaN nor infinite.
func finite(loss float64) bool { return !math.IsNaN(loss) && !math.IsInf(loss, 0) }

// loss is the last stage of a network: the losses of examples and their gradients at the outputs.
type loss struct {
	problem Problem
	scale   float64 // of the gradients: 1/n for that of the mean loss of n examples
	losses  []float64
	right   []bool
	scratch []lossScratch // by worker
}

// lossScratch is the scratch space of one worker.
type lossScratch struct {
	z []float32 // outputs of an example
	e []float64 // their exponentials
}

// newLoss makes room for batch examples and so many workers.
func newLoss(p Problem, batch, workers int) loss {
	l := loss{problem: p, losses: make([]float64, batch), right: make([]bool, batch)}
	for range workers {
		l.scratch = append(l.scratch, lossScratch{make([]float32, p.outputs()), make([]float64, p.outputs())})
	}
	return l
}

// take keeps the losses of the columns of s, and with train sets d of the outputs; d of padding becomes 0.
func (l *loss) take(out *value, y Targets, s span, train bool, worker int) {
	z, e, scale := l.scratch[worker].z, l.scratch[worker].e, 0.0
	if train {
		scale = l.scale
	}
	for i := s.from; i < s.from+s.real(); i++ {
		for j := range z {
			z[j] = out.h[j*out.stride+i]
		}
		if l.problem.Classes > 0 {
			l.losses[i], l.right[i] = crossEntropy(z, e, y.Classes[i], scale)
		} else {
			l.losses[i] = squaredError(&z[0], y.Values[i], scale)
		}
		for j := range z {
			out.d[j*out.stride+i] = z[j]
		}
	}
	for j := range z {
		clear(out.d[j*out.stride+s.from+s.real() : j*out.stride+s.to])
	}
}

// sum adds up the losses of n examples in their order, and counts how many are right.
func (l *loss) sum(n int) (sum float64, correct int) {
	for i, v := range l.losses[:n] {
		sum += v
		if l.right[i] {
			correct++
		}
	}
	return sum, correct
}
