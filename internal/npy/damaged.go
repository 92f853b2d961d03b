package npy

import (
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// Damaged explains the error of a stream that breaks off or whose checksum is wrong; any other error, and nil, are
// returned as they are.
func Damaged(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the file is truncated (%w): fetch or write it again", err)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, zip.ErrChecksum),
		errors.Is(err, zip.ErrFormat), errors.As(err, &corrupt):
		return fmt.Errorf("the file is damaged (%w): fetch or write it again", err)
	}
	return err
}
