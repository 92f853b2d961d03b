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

// sharedWork is the number of multiplications of a step from which a team of workers is quicker than one: some twenty
// microseconds of one core.
const sharedWork = 1 << 21

// team is the team for steps with minibatches of so many examples, nil where one worker does: Threads workers, or
// one for each core where a step is long enough. No result depends on it.
func (c Config) team(m nn.Model, batch int) *par.Team {
	n := c.Threads
	if n == 0 && c.Kernel != kernel.Gonum && 3*m.NumParams()*batch >= sharedWork {
		n = min(par.Workers(), maxThreads)
	}
	if n <= 1 {
		return nil
	}
	return par.NewTeam(n)
}

// checkMachine returns an error for a kernel or a number of threads that there is not.
func (c Config) checkMachine() error {
	if !c.Kernel.Valid() {
		return fmt.Errorf("kernel = %d: use Gonum, AVX2 or AVX512", c.Kernel)
	}
	if c.Threads < 0 || c.Threads > maxThreads {
		return fmt.Errorf("threads = %d: use 1 to %d, or 0 for as many as there are cores where a step is long enough",
			c.Threads, maxThreads)
	}
	return nil
}
