package nn

import "math"

// crossEntropy sums -ln softmax(z)_y over the rows of logits (n, classes), and
// counts the rows whose largest logit is the label's. If d is not nil it becomes
// the gradient of the *mean* loss: (softmax(z) - onehot(y))/n. The largest logit
// is subtracted first, so that nothing overflows; NaN stays NaN.
func crossEntropy(d, logits []float32, y []uint8, classes int) (sum float64, correct int) {
	scale := 1 / float64(len(y))
	for i, label := range y {
		z := logits[i*classes : (i+1)*classes]
		top, best := z[0], 0
		for j, v := range z {
			if v > top {
				top, best = v, j
			}
		}
		total := 0.0
		for _, v := range z {
			total += math.Exp(float64(v - top))
		}
		sum += math.Log(total) - float64(z[label]-top)
		if best == int(label) && z[best] == z[best] {
			correct++
		}
		if d == nil {
			continue
		}
		row := d[i*classes : (i+1)*classes]
		for j, v := range z {
			row[j] = float32(math.Exp(float64(v-top)) / total * scale)
		}
		row[label] -= float32(scale)
	}
	return sum, correct
}

// finite says that a loss is neither NaN nor infinite.
func finite(loss float64) bool { return !math.IsNaN(loss) && !math.IsInf(loss, 0) }
