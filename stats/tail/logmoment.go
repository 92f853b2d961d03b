package tail

import "math"

// Estimate is an estimate of the tail index with its standard error, and the
// number of samples that it used. Alpha is NaN where nothing could be estimated.
type Estimate struct {
	Alpha, SE float64
	N         int
}

// LogMoment is the block log-moment estimator of the tail index of centred
// symmetric samples. x is cut into K2 = len(x)/block blocks of K1 = block
// consecutive samples (the rest is left out); with Y_i the sum of block i,
//
//	1/alpha = (mean ln|Y| - mean ln|X|) / ln K1
//	SE(1/alpha) = sqrt((pi^2/6)(1/alpha^2 + 1/2)/K2) / ln K1,   SE(alpha) = alpha^2 SE(1/alpha).
//
// Zeros have no logarithm and are left out of the means. The estimate is not
// clipped: a Gaussian gives values on both sides of 2. block must be 2 or more.
// Source: Mohammadi, Mohammadpour and Ogata 2015, theorem 2.2 and corollary 2.4;
// the standard error: the spread of ln|Y| (see logVariance) at K2 independent blocks.
func LogMoment(x []float64, block int) Estimate {
	if block < 2 {
		panic("tail: LogMoment needs blocks of 2 samples or more")
	}
	blocks := len(x) / block
	sums := make([]float64, blocks)
	return BlockLogs(x, block, sums).Estimate(block)
}

// LogSums are the sufficient statistics of the block log-moment estimator: they
// add, so that parts of a series can be taken in and out.
type LogSums struct {
	X, Y   float64 // sums of ln|X| over samples and of ln|Y| over block sums
	NX, NY int     // numbers of nonzero samples and of nonzero block sums
}

// BlockLogs computes the sums of ln|.| over the samples x and over the sums of blocks of
// block consecutive samples; what is left over at the end of x enters neither. scratch holds
// at least len(x)/block elements, and the block sums afterwards.
func BlockLogs(x []float64, block int, scratch []float64) LogSums {
	blocks := len(x) / block
	scratch = scratch[:blocks]
	for i := range scratch {
		y := 0.0
		for _, v := range x[i*block : (i+1)*block] {
			y += v
		}
		scratch[i] = y
	}
	var s LogSums
	s.X, s.NX = sumLogAbs(x[:blocks*block])
	s.Y, s.NY = sumLogAbs(scratch)
	return s
}

// Add returns the sums over both parts of a series.
func (s LogSums) Add(o LogSums) LogSums {
	return LogSums{s.X + o.X, s.Y + o.Y, s.NX + o.NX, s.NY + o.NY}
}

// Sub returns the sums over s without its part o.
func (s LogSums) Sub(o LogSums) LogSums {
	return LogSums{s.X - o.X, s.Y - o.Y, s.NX - o.NX, s.NY - o.NY}
}

// InverseAlpha is 1/alpha of LogMoment; NaN without a nonzero sample and block.
func (s LogSums) InverseAlpha(block int) float64 {
	if s.NX == 0 || s.NY == 0 {
		return math.NaN()
	}
	return (s.Y/float64(s.NY) - s.X/float64(s.NX)) / math.Log(float64(block))
}

// Estimate is the tail index of LogMoment with its standard error.
func (s LogSums) Estimate(block int) Estimate {
	inv := s.InverseAlpha(block)
	if !(inv > 0) {
		return Estimate{Alpha: math.NaN(), SE: math.NaN(), N: s.NX}
	}
	alpha := 1 / inv
	return Estimate{Alpha: alpha, SE: alpha * alpha * InverseAlphaSE(inv, s.NY, block), N: s.NX}
}

// InverseAlphaSE is the standard error of 1/alpha in LogMoment (see there), for the given number of blocks of block
// samples each, from inv, the estimate of 1/alpha.
func InverseAlphaSE(inv float64, blocks, block int) float64 {
	return math.Sqrt(logVariance(inv)/float64(blocks)) / math.Log(float64(block))
}

// logVariance is Var ln|X| = (pi^2/6)(1/alpha^2 + 1/2) of SaS(alpha), from 1/alpha.
func logVariance(inv float64) float64 { return math.Pi * math.Pi / 6 * (inv*inv + .5) }

// LogScale is the log-moment estimate of the scale sigma of SaS samples with the
// tail index alpha, and its standard error at that alpha:
//
//	sigma = exp(mean ln|X| - gamma_E (1/alpha - 1)),   SE = sigma sqrt(Var ln|X| / n).
//
// Zeros are left out. Source: Zolotarev 1986, section 4.1 (E ln|X|).
func LogScale(x []float64, alpha float64) (sigma, se float64) {
	sum, n := sumLogAbs(x)
	if n == 0 {
		return 0, math.NaN()
	}
	return ScaleFromLogs(sum, n, 1/alpha)
}

// ScaleFromLogs is LogScale from the sum of ln|X| over n > 0 nonzero samples and inv = 1/alpha. It is NaN for n = 0.
func ScaleFromLogs(sum float64, n int, inv float64) (sigma, se float64) {
	sigma = math.Exp(sum/float64(n) - EulerGamma*(inv-1))
	return sigma, sigma * math.Sqrt(logVariance(inv)/float64(n))
}
