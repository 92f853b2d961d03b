package jumps

// anchorCaveat says what u contains where the centre is an anchor.
const anchorCaveat = "the centre is an anchor that follows the minibatch gradients over 100 steps: u contains drift"

// signedNull is the correlation of independent gradients about an anchor that moves by a hundredth of u each step:
// -rho + rho (1 - rho)/(2 - rho) over 1 + rho/(2 - rho).
const signedNull = -.01 / 2

// Array is the count of both kinds of an array in the window.
func (w *Watch) Array(a int) (fixedJumps, currentJumps Count) {
	t := &w.arrays[a].total
	return t[fixed].count(), t[current].count()
}

// Take returns what was found in the window, which ends before the given step, and begins the next one.
func (w *Watch) Take(step int) Window {
	out := Window{From: w.From, Step: step, Eta: w.eta, Exact: w.Inexact == 0, Reference: w.Reference,
		Fixed: w.Net[fixed].count(), Current: w.Net[current].count(),
		FixedAmong:   w.concentration(fixed),
		CurrentAmong: w.concentration(current),
		Norm: Norm{Median: w.norms.quantile(.5), Largest: w.Largest, Reference: w.NormRef,
			Fixed: w.Norms[fixed].count(), Current: w.Norms[current].count()},
		Loss: w.Loss.told()}
	if !out.Exact {
		out.Caveat = anchorCaveat
	}
	if w.Lags.N == 0 {
		out.Norm.Largest = nan
	}
	if w.NormRef == 0 {
		out.Norm.Reference = nan
	}
	out.Serial = w.serial(w.Pairs, out.Exact)
	out.Serial.Norm, out.Serial.NormSE = w.Lags.correlation()
	w.AllPairs = w.AllPairs.plus(w.Pairs)
	w.AllLags.add(w.Lags)
	for a := range w.arrays {
		w.arrays[a].total = [kinds]tally{}
	}
	for o := range w.octaves {
		for a := range w.octaves[o].Parts {
			for kind := range kinds {
				w.octaves[o].Parts[a][kind].close()
			}
		}
	}
	w.From, w.Inexact, w.Largest = step, 0, 0
	w.Net, w.Norms, w.Pairs, w.Lags = [kinds]tally{}, [kinds]tally{}, pairSums{}, lagSums{}
	return out
}

// serial is the correlation of the signed noise.
func (w *Watch) serial(p pairSums, exact bool) Serial {
	s := Serial{Norm: nan, NormSE: nan}
	s.Signed, s.SignedSE = p.ratio()
	if !exact {
		s.SignedNull = signedNull
	}
	for _, unit := range w.unit {
		if unit > 0 {
			s.Parameters++
		}
	}
	return s
}
