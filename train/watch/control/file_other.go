//go:build !unix

package control

// There is neither flag.
const (
	noFollow = 0
	noBlock  = 0
)
