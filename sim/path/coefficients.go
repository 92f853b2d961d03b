package path

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
)

// coefficients are the factors of one step k, for every path alike: either
//
//	x <- x - drift(k) grad U(x) + sum_j noise_j(k) z_j        rows of drift, noise_1 ... noise_J
//
// or, in a separable system (see isSeparable),
//
//	x_i <- decay_i(k) x_i + noise_i(k) z_i                    rows of decay_1 ... decay_N, noise_1 ... noise_N
//
// with z_j the unit increments of driver j. Under a steady schedule there is one row, for
// all steps. Else the rows of the first steps are stored, up to maxCoefficients numbers,
// and those of later steps are computed when they are needed.
type coefficients struct {
	cfg       problem.ExitConfig
	drivers   []noise.Driver // (J)
	steady    bool           // the schedule is
	separable bool           // the system is
	drifts    int            // coefficients of the drift in a row: N if separable, else 1
	width     int            // of a row, drifts + J
	rows      []float64      // (steps, width), row-major
}

// maxCoefficients bounds the stored numbers, 32 MiB.
const maxCoefficients = 1 << 22

func newCoefficients(cfg problem.ExitConfig, drivers []noise.Driver, separable bool) *coefficients {
	c := &coefficients{
		cfg: cfg, drivers: drivers, steady: problem.Steady(cfg.Controls.Schedule), separable: separable, drifts: 1,
	}
	if separable {
		c.drifts = cfg.Controls.Dim()
	}
	c.width = c.drifts + len(drivers)
	if c.steady {
		c.extend(1)
	}
	return c
}

// extend stores the rows of the first steps, as many as steps says or maxCoefficients
// allows. It must not run while another goroutine calls block.
func (c *coefficients) extend(steps int) {
	if c.steady {
		steps = 1
	}
	for k := len(c.rows) / c.width; k < min(steps, maxCoefficients/c.width); k++ {
		end := len(c.rows)
		c.rows = append(c.rows, make([]float64, c.width)...)
		c.compute(c.rows[end:], k)
	}
}

// stored returns the n rows from step k on and their stride, under a steady schedule the
// one row with stride 0; nil where not all of them are stored.
func (c *coefficients) stored(k, n int) (rows []float64, stride int) {
	if c.steady {
		return c.rows, 0
	}
	if end := (k + n) * c.width; end <= len(c.rows) {
		return c.rows[k*c.width : end], c.width
	}
	return nil, c.width
}

// block returns the rows of steps k to k+n-1 and their stride. Rows that are not stored
// are computed into scratch, (n, width).
func (c *coefficients) block(k, n int, scratch []float64) (rows []float64, stride int) {
	if rows, stride = c.stored(k, n); rows != nil {
		return rows, stride
	}
	if !c.interpolate(k, n, scratch) {
		for j := range n {
			c.compute(scratch[j*c.width:(j+1)*c.width], k+j)
		}
	}
	return scratch, c.width
}

// interpolate sets the n rows from step k by parabolas through the first, the middle and
// the last one: so late that rows are no longer stored, a learning rate changes little
// within a block. It returns false where the row at a quarter is not right to a relative
// 1e-12, as in a block in which the learning rate drops.
func (c *coefficients) interpolate(k, n int, rows []float64) bool {
	if n < 16 {
		return false
	}
	w, last, middle, quarter := c.width, n-1, (n-1)/2, (n-1)/4
	row := func(j int) []float64 { return rows[j*w : (j+1)*w] }
	for _, j := range [...]int{0, quarter, middle, last} {
		c.compute(row(j), k+j)
	}
	a, b := float64(middle), float64(last)
	for i := range w {
		y0, ym, y1 := rows[i], rows[middle*w+i], rows[last*w+i]
		slope := (ym - y0) / a
		bend := ((y1-y0)/b - slope) / (b - a)
		parabola := func(j int) float64 { return y0 + float64(j)*(slope+bend*(float64(j)-a)) }
		if want := rows[quarter*w+i]; math.Abs(parabola(quarter)-want) > 1e-12*math.Abs(want) {
			return false
		}
		for j := 1; j < last; j++ {
			rows[j*w+i] = parabola(j)
		}
	}
	return true
}

// compute sets dst to the row of step k.
func (c *coefficients) compute(dst []float64, k int) {
	u := &c.cfg.Controls
	h := c.cfg.DriftStep(k)
	if c.separable {
		for i, theta := range u.Theta {
			dst[i] = 1 - h*theta
			overshoots := h*theta > 1 && c.cfg.Time == clock.SDE // as in steepDrift
			if u.Integrator == problem.Exact || overshoots {
				dst[i] = math.Exp(-h * theta)
			}
		}
	} else {
		dst[0] = h
	}
	for j, d := range c.drivers {
		dst[c.drifts+j] = c.cfg.NoiseScale(k, d) * c.cfg.IncrementScale(d, h)
	}
}
