//go:build unix

package stream

import (
	"os"
	"syscall"
)

// openFlags open no symbolic link and do not wait for the writer of a pipe.
const openFlags = os.O_RDONLY | syscall.O_NOFOLLOW | syscall.O_NONBLOCK
