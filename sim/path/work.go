package path

// work is the scratch of one worker, with J drivers and N coordinates.
type work struct {
	z     [][]float64 // (J)(block) unit increments of the drivers
	rows  []float64   // (block, width) coefficients that are not stored
	grad  []float64   // (N)
	noise []float64   // (N) of the last step
	total []float64   // (N) noise of all parts of a step; nil where nobody asks for it
	half  []float64   // (N) predictor of a reading or of a flow
	flow  []float64   // (4N) slopes of a flow
	point []float64   // (N)
	end   []float64   // (N) end of the flow of a steep drift
}

func newWork(s *system) *work {
	w := &work{
		rows: make([]float64, s.longest*s.coefficients.width),
		grad: make([]float64, s.dim), noise: make([]float64, s.dim),
		half: make([]float64, s.dim), flow: make([]float64, 4*s.dim), point: make([]float64, s.dim),
		end: make([]float64, s.dim),
	}
	for range s.drivers {
		w.z = append(w.z, make([]float64, s.longest))
	}
	return w
}

// add adds the noise of a part of a step to that of the whole.
func (w *work) add() {
	for i := range w.total {
		w.total[i] += w.noise[i]
	}
}

// Increments are drawn in blocks that begin at fixed steps of a path, whatever the
// quantum of the ensemble, and so are a function of the path alone. The first is short,
// for paths that end at once; maxDraws of them stay in the first-level cache.
const (
	firstBlock   = 8
	longestBlock = 256
	maxDraws     = 2048 // increments of all drivers in one block
)

// blockSteps is the length in steps of the longest block for a number of drivers.
func blockSteps(drivers int) int {
	steps := longestBlock
	for steps > firstBlock && steps*drivers > maxDraws {
		steps /= 2
	}
	return steps
}

// block is the number of steps of the block that begins at step k.
func (s *system) block(k int) int { return min(s.longest, k+firstBlock) }
