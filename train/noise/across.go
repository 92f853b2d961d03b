package noise

import (
	"math"
	"sync"

	"levyscope/stats/tail"
	"levyscope/stats/verdict"
	"levyscope/train/nn"
)

// Across is the tail across the parameters of the gradient of one minibatch: of |g_i| over i, where g_i is not exactly
// 0. It is the power law of Xie et al. (2021, 2023), and says how unlike the parameters are: Gaussian noise of unlike
// scales has it, too. It is the law of no parameter's noise over minibatches.
// Source: Xie, Sato and Sugiyama 2021, "A diffusion theory for deep learning dynamics"; Xie, Tang, Cai, Sun and Li
// 2023, "On the power-law Hessian spectrums in deep learning".
type Across struct {
	Gradients int           `json:"gradients"` // the first ones of a probe, up to Looks
	Arrays    []AcrossArray `json:"arrays"`    // in the order of the network
	WholeNet  AcrossArray   `json:"whole_net"` // all parameters together; no name
}

// AcrossArray are the figures of one array: means over the gradients, and their standard deviations, the spread. NaN,
// or null, where fewer than two gradients have the figure for the spread, and none for the mean.
type AcrossArray struct {
	Name    string  `json:"name,omitempty"`
	Params  int     `json:"params"`  // i = 1, ..., Params
	Nonzero float64 `json:"nonzero"` // mean number of parameters with g_i != 0
	// Alpha is the tail index of the symmetric stable law that is likeliest for the g_i, by counts in quarters of
	// octaves; see verdict.Dyadic.Fit.
	Alpha       float64 `json:"alpha"`
	AlphaSpread float64 `json:"alpha_spread"`
	// Hill is the Hill estimate of the largest 5 % of |g_i|, of 200 nonzero ones at least.
	Hill       float64 `json:"hill"`
	HillSpread float64 `json:"hill_spread"`
}

// AcrossLook takes the figures of Across from gradients; its Look is for Plan.Look.
type AcrossLook struct {
	tensors []nn.Tensor
	mutex   sync.Mutex
	figures [Looks][]acrossFigures // by minibatch and array, the whole net at last; nil: not looked at
}

type acrossFigures struct{ nonzero, alpha, hill float64 }

// NewAcrossLook looks at gradients over these arrays.
func NewAcrossLook(tensors []nn.Tensor) *AcrossLook { return &AcrossLook{tensors: tensors} }

// Look takes the figures of the gradient g (params) of minibatch m < Looks.
func (l *AcrossLook) Look(m int, g []float32) {
	figures := make([]acrossFigures, 0, len(l.tensors)+1)
	whole := verdict.NewDyadic(verdict.Quarters)
	for _, t := range l.tensors {
		array, d := g[t.Offset:t.Offset+t.Len], verdict.NewDyadic(verdict.Quarters)
		d.AddAll32(array)
		if err := whole.Merge(d); err != nil {
			panic(err) // both are cut in quarters
		}
		figures = append(figures, acrossOf(d, array))
	}
	figures = append(figures, acrossOf(whole, g))
	l.mutex.Lock()
	l.figures[m] = figures
	l.mutex.Unlock()
}

// acrossOf are the figures of g, which d has counted.
func acrossOf(d *verdict.Dyadic, g []float32) acrossFigures {
	if d.NotFinite() > 0 {
		return acrossFigures{math.NaN(), math.NaN(), math.NaN()}
	}
	return acrossFigures{float64(len(g) - d.Zeros()), d.Fit().Alpha, topHill(g, (len(g)-d.Zeros())/20)}
}

// leastTop is the least number of largest values for a Hill estimate.
const leastTop = 10

// topHill is the Hill estimate of the k largest of |g|, which are finite.
func topHill(g []float32, k int) float64 {
	if k < leastTop {
		return math.NaN()
	}
	const shift = 15 // bits of a float32 that do not number a bin
	counts := make([]int, 1<<(31-shift))
	for _, v := range g {
		counts[math.Float32bits(v)<<1>>(shift+1)]++
	}
	bin, above := len(counts)-1, 0
	for above += counts[bin]; above <= k; above += counts[bin] {
		bin--
	}
	top := make([]float64, 0, above)
	for _, v := range g {
		if int(math.Float32bits(v)<<1>>(shift+1)) >= bin {
			top = append(top, float64(v))
		}
	}
	return tail.Hill(top, k).Alpha
}

// Across are the figures of the gradients so far.
func (l *AcrossLook) Across() Across {
	var a Across
	for _, f := range l.figures {
		if f != nil {
			a.Gradients++
		}
	}
	params := 0
	for i, t := range l.tensors {
		a.Arrays = append(a.Arrays, l.array(i, t.Name, t.Len))
		params += t.Len
	}
	a.WholeNet = l.array(len(l.tensors), "", params)
	return a
}

// array are the figures of an array by its number.
func (l *AcrossLook) array(i int, name string, params int) AcrossArray {
	var nonzero, alpha, hill []float64
	for _, f := range l.figures {
		if f != nil {
			nonzero, alpha, hill = append(nonzero, f[i].nonzero), append(alpha, f[i].alpha), append(hill, f[i].hill)
		}
	}
	a := AcrossArray{Name: name, Params: params}
	a.Nonzero, _ = spread(nonzero)
	a.Alpha, a.AlphaSpread = spread(alpha)
	a.Hill, a.HillSpread = spread(hill)
	return a
}

// spread are the mean and the standard deviation of the numbers among x.
func spread(x []float64) (mean, sd float64) {
	n, sum, squares := 0.0, 0.0, 0.0
	for _, v := range x {
		if !math.IsNaN(v) {
			n, sum = n+1, sum+v
		}
	}
	mean = sum / n
	for _, v := range x {
		if !math.IsNaN(v) {
			squares += (v - mean) * (v - mean)
		}
	}
	if n < 2 {
		return mean, math.NaN()
	}
	return mean, math.Sqrt(squares / (n - 1))
}
