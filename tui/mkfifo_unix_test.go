//go:build unix

package tui

import "syscall"

// mkfifo makes a pipe with a name, which has no reader.
func mkfifo(path string) error { return syscall.Mkfifo(path, 0o600) }
