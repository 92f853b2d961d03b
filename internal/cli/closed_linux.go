package cli

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// shells are programs that close an output by >&-.
var shells = []string{"sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "busybox", "fish"}

// startedClosed says that a shell has started the program with its standard output closed. Go has then opened the null
// device in its place, for reading and writing, before any code of the program runs, and every write succeeds. A shell
// opens the null device for writing only, and others hand it to a shell that way before it hands it on; so it was
// closed if the standard output is the null device opened for both, the parent is a shell, and its own is not such.
func startedClosed() bool {
	if !nullForBoth("self") {
		return false
	}
	parent := strconv.Itoa(os.Getppid())
	name, err := os.ReadFile("/proc/" + parent + "/comm")
	return err == nil && slices.Contains(shells, strings.TrimSpace(string(name))) && !nullForBoth(parent)
}

// nullForBoth says that the standard output of a process is the null device opened for reading and writing.
func nullForBoth(process string) bool {
	path, err := os.Readlink("/proc/" + process + "/fd/1")
	if err != nil || path != os.DevNull {
		return false
	}
	text, err := os.ReadFile("/proc/" + process + "/fdinfo/1")
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(text)) {
		var flags int
		if n, _ := fmt.Sscanf(line, "flags: %o", &flags); n == 1 {
			return flags&syscall.O_ACCMODE == syscall.O_RDWR
		}
	}
	return false
}
