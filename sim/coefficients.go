package sim

import (
	"math"

	"levyscope/train/schedule"
)

// coefficients are the factors of one Euler-Maruyama step k,
//
//	x_i <- x_i - drift(k) d_i U(x) + noise_i(k) S_i,
//
// for every path alike. Under a steady schedule there is one row of them; else
// they are laid up to maxCoefficients, and computed as they are needed beyond.
type coefficients struct {
	cfg    ExitConfig
	steady bool
	width  int       // 1 + N
	rows   []float64 // drift, noise_1 ... noise_N of step 0, 1, ...
}

const maxCoefficients = 1 << 22 // 32 MiB

func newCoefficients(cfg ExitConfig) *coefficients {
	_, steady := cfg.Controls.Schedule.(schedule.Constant)
	c := &coefficients{cfg: cfg, steady: steady, width: 1 + len(cfg.Controls.Alpha)}
	if steady {
		c.ensure(1)
	}
	return c
}

// ensure lays the rows of the first steps steps, as far as they are kept. It must
// not run beside row.
func (c *coefficients) ensure(steps int) {
	if c.steady {
		steps = 1
	}
	for k := len(c.rows) / c.width; k < min(steps, maxCoefficients/c.width); k++ {
		at := len(c.rows)
		c.rows = append(c.rows, make([]float64, c.width)...)
		c.compute(c.rows[at:], k)
	}
}

// row is that of step k; scratch, of width elements, serves steps not laid.
func (c *coefficients) row(k int, scratch []float64) []float64 {
	if c.steady {
		return c.rows
	}
	if end := (k + 1) * c.width; end <= len(c.rows) {
		return c.rows[end-c.width : end]
	}
	c.compute(scratch, k)
	return scratch
}

// compute sets dst to the row of step k.
func (c *coefficients) compute(dst []float64, k int) {
	u := &c.cfg.Controls
	drift, noise := u.Arm.Factors(u.Schedule, k)
	if c.cfg.Time == Iteration {
		dst[0] = drift
		for i, sigma := range u.Sigma {
			dst[1+i] = u.Eps * noise * sigma
		}
		return
	}
	eta0 := u.Schedule.Eta(0)
	dst[0] = c.cfg.Dt
	if u.Arm == schedule.StepOnly {
		dst[0] *= drift / eta0
	}
	for i, sigma := range u.Sigma {
		alpha := u.Alpha[i]
		dst[1+i] = u.Eps * noiseFactor(u.Arm, noise/eta0, alpha) * sigma * math.Pow(c.cfg.Dt, 1/alpha)
	}
}

// noiseFactor is what a relative learning rate s of the noise does to it in SDE
// time. In the ordinary arm the clock itself runs with the learning rate, which
// leaves s^((alpha-1)/alpha); in the others the clock is that of the undecayed one.
func noiseFactor(arm schedule.Arm, s, alpha float64) float64 {
	if arm == schedule.Both {
		return math.Pow(s, (alpha-1)/alpha)
	}
	return s
}
