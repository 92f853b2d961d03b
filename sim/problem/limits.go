package problem

// The ranges of a configuration. They keep it from asking for gigabytes, and its
// numbers, their squares and powers within the range of a float64.
const (
	maxDim   = 4096 // coordinates
	maxPaths = 1e9
	maxWells = 64 // basins of the domain wells, between which transitions are counted

	// MaxSteps bounds the steps of one path.
	MaxSteps = 1e15

	// MinAlpha is the least tail index, below which jumps overflow.
	MinAlpha = 1e-3

	// MinDt and MaxDt bound the SDE time of a step.
	MinDt = 1e-100
	MaxDt = 1e100
)
