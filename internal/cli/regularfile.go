package cli

import (
	"fmt"
	"os"

	"levyscope/internal/outfile"
)

// CheckRegular returns an error unless path is a regular file, which any process can read from its beginning. Pipes,
// devices and - for the standard input are none.
func CheckRegular(path string) error {
	if path == "-" {
		return fmt.Errorf("the standard input cannot be read elsewhere: write it to a file, and give that")
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", path, outfile.Cause(err))
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file, and cannot be read elsewhere: write it to a file, and give that", path)
	}
	return nil
}
