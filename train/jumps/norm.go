package jumps

import "math"

// endNorm takes in the norm of the step and says whether it was a current jump.
func (w *Watch) endNorm() (jumped bool) {
	if w.norm != w.norm {
		return false
	}
	w.Largest = max(w.Largest, w.norm)
	w.Lags.add(math.Log(w.norm))
	if w.NormRef > 0 {
		w.Norms[fixed].add(w.k, one(w.eta*w.norm > w.Settings.Norm*w.EtaRef*w.NormRef), 1)
	}
	if w.norms.full() {
		jumped = w.norm > w.Settings.Norm*w.norms.quantile(.5)
		w.Norms[current].add(w.k, one(jumped), 1)
	}
	w.norms.add(w.norm)
	if w.Reference >= 0 && w.NormRef == 0 {
		if w.Since++; w.Since == normWindow {
			w.NormRef = w.norms.quantile(.5)
		}
	}
	return jumped
}

// one is 1 where b, else 0.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
