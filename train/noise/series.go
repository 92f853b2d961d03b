package noise

// Series is the noise of some parameters, draw by draw.
type Series struct {
	Names   []string  // of the parameters, "fc2.weight[137]"
	At      []int     // (names) places in the parameter vector
	Step    int       // whose weights were probed
	Batch   int       // examples in each minibatch
	Centres []float32 // (names) what was taken off: 0 with Plan.Differences
	Zeros   []int     // (names) draws whose gradient is exactly 0, and their noise -Centres
	// Values are U, (draws, names) row-major, in units of the gradient.
	Values []float32
}

// begin makes room for the draws of a plan.
func (s *Series) begin(p Plan) {
	s.Batch = p.Batch
	s.Values = room(s.Values, p.Draws*len(s.At))
	s.Centres = room(s.Centres, len(s.At))
	clear(s.Centres)
	if c := p.centre(); c != nil {
		for j, at := range s.At {
			s.Centres[j] = c[at]
		}
	}
}

// take takes down minibatch m, whose gradient is g.
func (s *Series) take(m int, g []float32) {
	row := s.Values[m*len(s.At):]
	for j, at := range s.At {
		row[j] = g[at]
	}
}

// end takes off the centres.
func (s *Series) end() {
	s.Zeros = room(s.Zeros, len(s.At))
	clear(s.Zeros)
	for i, v := range s.Values {
		j := i % len(s.At)
		if v == 0 {
			s.Zeros[j]++
		}
		s.Values[i] = v - s.Centres[j]
	}
}

// Draws is the number of minibatches.
func (s *Series) Draws() int {
	if len(s.At) == 0 {
		return 0
	}
	return len(s.Values) / len(s.At)
}
