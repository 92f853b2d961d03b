package report

// The streams of random numbers of a report: the second word of the seed of a PCG
// generator, beside the seed that the user gives. They are older than package
// rng, whose streams would draw other numbers; they are kept so that equal seeds
// keep giving equal reports.
const (
	sampleStream    = 0x73616d70 // "samp": which samples the likelihoods see
	bootstrapStream = 0x66697420 // "fit ": replicates behind the p-values
)
