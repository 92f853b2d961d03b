package path

import (
	"math"

	"levyscope/sim/noise"
	"levyscope/sim/problem"
)

// coefficients are the factors of one step k, for every path alike: either
//
//	x <- x - drift(k) grad U(x) + sum_j noise_j(k) z_j        rows of drift, noise_1 ... noise_J
//
// or, where coordinates do not meet (see separable),
//
//	x_i <- decay_i(k) x_i + noise_i(k) z_i                    rows of decay_1 ... decay_N, noise_1 ... noise_N
//
// with z_j the unit increments of driver j. Under a steady schedule there is one
// row of them; else they are laid up to maxCoefficients, and computed as they are
// needed beyond.
type coefficients struct {
	cfg     problem.ExitConfig
	drivers []noise.Driver
	steady  bool
	separable   bool      // coordinates do not meet
	driftRows  int       // N if so, 1 else
	width   int       // decays + len(drivers)
	rows    []float64 // of step 0, 1, ...
}

const maxCoefficients = 1 << 22 // 32 MiB

func newCoefficients(cfg problem.ExitConfig, drivers []noise.Driver, apart bool) *coefficients {
	c := &coefficients{cfg: cfg, drivers: drivers, steady: problem.Steady(cfg.Controls.Schedule), separable: apart, driftRows: 1}
	if apart {
		c.driftRows = cfg.Controls.Dim()
	}
	c.width = c.driftRows + len(drivers)
	if c.steady {
		c.extend(1)
	}
	return c
}

// ensure lays the rows of the first steps steps, as far as they are kept. It must
// not run beside row.
func (c *coefficients) extend(steps int) {
	if c.steady {
		steps = 1
	}
	for k := len(c.rows) / c.width; k < min(steps, maxCoefficients/c.width); k++ {
		at := len(c.rows)
		c.rows = append(c.rows, make([]float64, c.width)...)
		c.compute(c.rows[at:], k)
	}
}

// laid returns the rows from step k on that are laid, n at most, and their stride;
// under a steady schedule the one row with stride 0. nil: they must be computed.
func (c *coefficients) stored(k, n int) (rows []float64, stride int) {
	if c.steady {
		return c.rows, 0
	}
	if end := (k + n) * c.width; end <= len(c.rows) {
		return c.rows[k*c.width : end], c.width
	}
	return nil, c.width
}

// block returns the rows of steps k to k+n-1; scratch, of n rows, serves those not laid.
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

// interpolated lays the n rows from step k by parabolas through the first, the
// middle and the last: so far out that they are not kept, a learning rate changes
// little within a block. It refuses where the row at a quarter is not as exact as
// 1e-12, as in a block with a drop in it.
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
		at := func(j int) float64 { return y0 + float64(j)*(slope+bend*(float64(j)-a)) }
		if want := rows[quarter*w+i]; math.Abs(at(quarter)-want) > 1e-12*math.Abs(want) {
			return false
		}
		for j := 1; j < last; j++ {
			rows[j*w+i] = at(j)
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
			if u.Integrator == problem.Exact {
				dst[i] = math.Exp(-h * theta)
			}
		}
	} else {
		dst[0] = h
	}
	for j, d := range c.drivers {
		dst[c.driftRows+j] = c.cfg.NoiseScale(k, d) * c.cfg.IncrementScale(d, h)
	}
}
