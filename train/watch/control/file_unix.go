//go:build unix

package control

import "syscall"

// The flags with which files of the folder are opened: no symbolic link is followed, and no pipe waited for.
const (
	noFollow = syscall.O_NOFOLLOW
	noBlock  = syscall.O_NONBLOCK
)
