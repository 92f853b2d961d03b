//go:build !linux

package cli

// startedClosed is only known on Linux.
func startedClosed() bool { return false }
