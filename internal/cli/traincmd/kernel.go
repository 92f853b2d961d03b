package traincmd

import (
	"fmt"

	"levyscope/train"
	"levyscope/train/nn/kernel"
)

// kernelFlag is the flag --kernel. Recordings name their kernel, and so keep to it.
type kernelFlag struct{ name *kernel.Name }

// String is the kernel, as --help shows the default: what "auto" stands for differs between processors.
func (k kernelFlag) String() string {
	if k.name == nil || *k.name == kernel.Best() {
		return kernel.Auto
	}
	return k.name.String()
}

// Set reads the name of a kernel that is available.
func (k kernelFlag) Set(text string) error {
	name, err := kernel.Parse(text)
	if err != nil {
		return err
	}
	if _, err := kernel.New(name); err != nil {
		return err
	}
	*k.name = name
	return nil
}

// Type names the value in the help.
func (kernelFlag) Type() string { return "name" }

// MissingKernel says what the kernel of a recorded run is replaced by here, where that changes the last digits of
// what it computes; "" where it does not.
func MissingKernel(cfg train.Config) string {
	use, exact := train.Substitute(cfg.Kernel)
	if exact {
		return ""
	}
	return fmt.Sprintf("the kernel %s of the run is not available here, and that of %s differs from it in last digits, "+
		"which grow as training goes on", cfg.Kernel, use)
}
