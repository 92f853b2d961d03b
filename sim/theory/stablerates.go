package theory

import (
	"fmt"
	"math"

	"levyscope/sim/exits"
	"levyscope/stats/law"
)

// StableRates are the rates at which a path goes from well to well of a potential in
// one dimension as SaS noise of the scale eps sigma becomes small: one big jump from
// minimum m_i into the interval (l_j, r_j) of basin j carries it over,
//
//	q_ij = c_alpha (eps sigma)^alpha [d_near^-alpha - d_far^-alpha],   d = |l_j - m_i|, |r_j - m_i|,
//
// d_far infinite for the outermost basins, c_alpha = law.TailConstant(alpha). Widths
// count, depths do not; of two wells the occupation is pi_1/pi_2 = (d_1/d_2)^alpha.
// The minima ascend, with one separatrix between each and the next; 0 < alpha < 2,
// scale = eps sigma > 0. It is good up to a scale of some tenth of the distances.
// Sources: Imkeller and Pavlyukevich 2006, theorem 1.2; docs/theory.md, section 4.
func StableRates(alpha, scale float64, minima, separatrices []float64) (exits.Generator, error) {
	const most = 2000
	switch {
	case !(alpha > 0 && alpha < 2):
		return nil, fmt.Errorf("alpha = %g: paths jump from well to well for 0 < alpha < 2; for 2 there is Kramers", alpha)
	case !(scale > 0) || math.IsInf(scale, 1):
		return nil, fmt.Errorf("eps sigma = %g: the noise's scale is finite and above 0", scale)
	case len(minima) == 0 || len(minima) > most:
		return nil, fmt.Errorf("%d minima: from 1 to %d will do", len(minima), most)
	case len(separatrices) != len(minima)-1:
		return nil, fmt.Errorf("%d separatrices between %d minima: there is one between each and the next",
			len(separatrices), len(minima))
	}
	for i, m := range minima {
		if math.IsNaN(m) || math.IsInf(m, 0) {
			return nil, fmt.Errorf("minima[%d] = %g: it must be finite", i, m)
		}
		if i < len(separatrices) && !(m < separatrices[i] && separatrices[i] < minima[i+1]) {
			return nil, fmt.Errorf("separatrices[%d] = %g: it must lie between the minima %g and %g, in ascending order", i,
				separatrices[i], m, minima[i+1])
		}
	}
	g := make(exits.Generator, len(minima))
	for i, m := range minima {
		g[i] = make([]float64, len(minima))
		for j := range minima {
			near, far := math.Inf(1), math.Inf(1)
			if j > i {
				near = separatrices[j-1] - m
				if j < len(separatrices) {
					far = separatrices[j] - m
				}
			} else if j < i {
				near = m - separatrices[j]
				if j > 0 {
					far = m - separatrices[j-1]
				}
			}
			if j == i {
				continue
			}
			// near^-alpha - far^-alpha without cancellation.
			part := -math.Expm1(-alpha * math.Log(far/near))
			g[i][j] = law.TailConstant(alpha) * math.Pow(scale/near, alpha) * part
			g[i][i] -= g[i][j]
		}
	}
	if err := g.Validate(); err != nil {
		return nil, fmt.Errorf("eps sigma = %g is too large for the distances: %w", scale, err)
	}
	return g, nil
}
