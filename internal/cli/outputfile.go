package cli

import (
	"context"
	"io"

	"levyscope/internal/outfile"
)

// Draft is an output file that is not in its place before it is whole.
type Draft = outfile.Draft

// CheckOutput tries, before the work begins, whether a file can be written at path: outfile.Check.
func CheckOutput(path string, force bool) error { return outfile.Check(path, force) }

// Create begins a file: outfile.Create.
func Create(ctx context.Context, path string, force bool) (*Draft, error) {
	return outfile.Create(ctx, path, force)
}

// WriteFile writes a whole file by a Draft.
func WriteFile(ctx context.Context, path string, force bool, write func(io.Writer) error) error {
	return outfile.WriteFile(ctx, path, force, write)
}
