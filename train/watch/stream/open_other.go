//go:build !unix

package stream

import "os"

// openFlags open a file that was found to be a regular one.
const openFlags = os.O_RDONLY
