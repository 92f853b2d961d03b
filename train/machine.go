package train

import (
	"fmt"

	"levyscope/internal/par"
	"levyscope/internal/spec"
	"levyscope/train/nn"
	"levyscope/train/nn/kernel"
)

// Substitute is the kernel that computes the runs of n here: n itself where it is available, else one with the same
// bits, else Gonum. exact says that the bits are those of n.
func Substitute(n kernel.Name) (use kernel.Name, exact bool) {
	switch {
	case n.Available():
		return n, true
	case n == kernel.AVX512 && kernel.AVX2.Available():
		return kernel.AVX2, true
	}
	return kernel.Gonum, false
}

// machine is the kernel that a run of c computes with, on one goroutine. Its name has been validated.
func (c Config) machine() (nn.Machine, error) {
	name, _ := Substitute(c.Kernel)
	k, err := kernel.New(name)
	return nn.Machine{Kernel: k}, err
}

// maxThreads bounds the goroutines that share a step.
const maxThreads = 64

// team is the team of a step: nil for one thread. No result depends on it.
func (c Config) team() *par.Team {
	if c.Threads <= 1 {
		return nil
	}
	return par.NewTeam(c.Threads)
}

// checkMachine returns an error for a kernel or a number of threads that there is not.
func (c Config) checkMachine() error {
	if !c.Kernel.Valid() {
		return fmt.Errorf("kernel = %d: use Gonum, AVX2 or AVX512", c.Kernel)
	}
	if c.Threads < 0 || c.Threads > maxThreads {
		return fmt.Errorf("threads = %d: use 1 to %d, or 0 for one", c.Threads, maxThreads)
	}
	return nil
}

// ProbeMethod is how a probe keeps the gradients of its minibatches.
type ProbeMethod uint8

// The methods.
const (
	Matrix ProbeMethod = iota // all of them, Batches x parameters of float32
	Stream                    // none: each parameter's noise is counted as it comes, see package series
)

var probeMethods = spec.Enum[ProbeMethod]{What: "probe method", Names: []string{Matrix: "matrix", Stream: "stream"}}

// ParseProbeMethod reads "matrix" or "stream".
func ParseProbeMethod(s string) (ProbeMethod, error) { return probeMethods.Parse(s) }

// Valid says that m is one of the methods.
func (m ProbeMethod) Valid() bool { return probeMethods.Valid(m) }

// String is the name that ParseProbeMethod reads.
func (m ProbeMethod) String() string { return probeMethods.String(m) }

// MarshalText writes the name that ParseProbeMethod reads.
func (m ProbeMethod) MarshalText() ([]byte, error) { return probeMethods.Marshal(m) }

// UnmarshalText is ParseProbeMethod.
func (m *ProbeMethod) UnmarshalText(b []byte) error { return probeMethods.Unmarshal(m, b) }
