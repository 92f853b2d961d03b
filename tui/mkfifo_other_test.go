//go:build !unix

package tui

import "errors"

// mkfifo makes nothing: this system has no pipes with names.
func mkfifo(string) error { return errors.ErrUnsupported }
