//go:build !amd64 || purego

package kernel

func available(Name) bool { return false }

func assembly(Name) Kernel { panic("kernel: no assembly in this build") }
