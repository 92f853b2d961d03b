package cli

import (
	"fmt"
	"os"

	"levyscope/internal/record"
)

// ReadRecording reads the recording in the file at path. Its errors name the
// path and, where the file is no recording, the line.
func ReadRecording(path string) (*record.Run, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	run, err := record.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return run, nil
}
