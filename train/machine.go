package train

import (
	"fmt"

	"levyscope/internal/par"
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
