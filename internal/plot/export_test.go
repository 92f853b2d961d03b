package plot

// Range is what the axes show: left, right, low, high.
func (f *Figure) Range() [4]float64 {
	return [4]float64{f.plot.X.Min, f.plot.X.Max, f.plot.Y.Min, f.plot.Y.Max}
}

// Trace is what is drawn of y in the rectangle, each part as x, y, x, y, ...
func Trace(left, right, low, high float64, logX bool, y func(float64) float64) (parts [][]float64) {
	for _, p := range (frame{left, right, low, high, logX}).trace(y) {
		var flat []float64
		for _, xy := range p {
			flat = append(flat, xy.X, xy.Y)
		}
		parts = append(parts, flat)
	}
	return parts
}

// Labels are the named ticks of an axis.
func Labels(low, high float64, log bool) (out []string) {
	ticks := evenly{}.Ticks(low, high)
	if log {
		ticks = decades{}.Ticks(low, high)
	}
	for _, t := range ticks {
		if t.Label != "" {
			out = append(out, t.Label)
		}
	}
	return out
}
