//go:build amd64 && !purego

package verdict

import "golang.org/x/sys/cpu"

//go:generate go run ./generate .

// fast says that this processor runs the assembly.
var fast = cpu.X86.HasAVX && cpu.X86.HasAVX2
