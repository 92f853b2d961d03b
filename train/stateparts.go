package train

import "levyscope/internal/checkpoint"

// state is g as it is written.
func (g *growth) state() growthState {
	s := growthState{
		First: checkpoint.Float(g.first), Last: checkpoint.Float(g.last), Start: checkpoint.Float(g.start),
		Share: checkpoint.Float(g.share), Eta: checkpoint.Float(g.eta), Changed: g.changed,
	}
	if g.decay.Schedule != nil {
		decay := g.decay
		s.Decay = &decay
	}
	return s
}

// growth is the inverse of state.
func (s growthState) growth() growth {
	g := growth{first: float64(s.First), last: float64(s.Last), start: float64(s.Start), share: float64(s.Share),
		eta: float64(s.Eta), changed: s.Changed}
	if s.Decay != nil {
		g.decay = *s.Decay
	}
	return g
}

// state is e as it is written.
func (e Evaluated) state() evaluatedState {
	return evaluatedState{e.Step, checkpoint.Float(e.TrainLoss), checkpoint.Float(e.TrainAccuracy),
		checkpoint.Float(e.TestLoss), checkpoint.Float(e.TestAccuracy), e.Batch}
}

// evaluated is the inverse of state.
func (s evaluatedState) evaluated() Evaluated {
	return Evaluated{s.Step, float64(s.TrainLoss), float64(s.TrainAccuracy), float64(s.TestLoss),
		float64(s.TestAccuracy), s.Batch}
}

// lastNoise is what Done repeats of the last probe.
type lastNoise struct {
	layers   []layerState
	collapse *Collapse
}

// lastOf is what Done repeats of a probe.
func lastOf(est NoiseEstimate) *lastNoise {
	n := &lastNoise{collapse: est.Collapse}
	for _, l := range est.Layers {
		n.layers = append(n.layers, layerState{checkpoint.Float(l.Alpha), checkpoint.Float(l.AlphaBeyond),
			checkpoint.Float(l.AlphaSE), checkpoint.Float(l.Sigma), l.Atoms.Apart})
	}
	return n
}

// state is n as it is written, nil of nil.
func (n *lastNoise) state() *noiseState {
	if n == nil {
		return nil
	}
	s := &noiseState{Layers: n.layers}
	if c := n.collapse; c != nil {
		s.Collapse = &collapseState{checkpoint.Float(c.Idle), checkpoint.Float(c.TopClass), c.Caveat}
	}
	return s
}

// lastNoise is the inverse of state.
func (s *noiseState) lastNoise() *lastNoise {
	if s == nil {
		return nil
	}
	n := &lastNoise{layers: s.Layers}
	if c := s.Collapse; c != nil {
		n.collapse = &Collapse{float64(c.Idle), float64(c.TopClass), c.Caveat}
	}
	return n
}
