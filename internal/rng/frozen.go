package rng

import "math/rand/v2"

// Frozen is the second word of the seed of a PCG generator, for the streams that are older than
// New, which would draw other numbers. They stay, so that equal seeds keep giving equal reports
// and data sets. A new stream is a Purpose.
type Frozen uint64

// The frozen streams in use.
const (
	ReportSample    Frozen = 0x73616d70         // "samp": which samples of a series the likelihoods see
	ReportBootstrap Frozen = 0x66697420         // "fit ": replicates behind the p-values of a report
	BatchMeans      Frozen = 77                 // draws of the experiment on the scale of a mean
	MNIST1DSignals  Frozen = 0x6d6e697374316401 // what the samples of MNIST-1D look like
	MNIST1DOrder    Frozen = 0x6d6e697374316402 // the order they come in
)

// New is the frozen stream of that seed.
func (f Frozen) New(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(f))) }

// Fixed is the first word of the seed of a PCG generator, for a numerical method that samples
// points and has no seed of the user's: its outcome is a function of its arguments.
type Fixed uint64

// The fixed streams in use.
const (
	TrappingSphere Fixed = 1 // directions in which the gradient about a minimum is looked at
	GradientCheck  Fixed = 2 // points and directions in which a gradient is compared with differences
	SeriesSample   Fixed = 3 // of many series those whose samples themselves are kept
	BlockControls  Fixed = 4 // samples of known laws, beside whose block log-moments others are shown
)

// New is the fixed stream in n dimensions.
func (f Fixed) New(n int) *rand.Rand { return rand.New(rand.NewPCG(uint64(f), uint64(n))) }
