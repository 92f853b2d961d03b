package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// eventsOf finds the file of the events.
func eventsOf(dir string) (path string, compressed bool, err error) {
	plain, zipped := filepath.Join(dir, eventsFile), filepath.Join(dir, compressedFile)
	_, noPlain := os.Stat(plain)
	_, noZipped := os.Stat(zipped)
	switch {
	case noPlain == nil && noZipped == nil:
		return "", false, fmt.Errorf("there are both %s and %s: keep the one that belongs to the run", eventsFile,
			compressedFile)
	case noPlain == nil:
		return plain, false, nil
	case noZipped == nil:
		return zipped, true, nil
	case errors.Is(noPlain, fs.ErrNotExist):
		return "", false, fmt.Errorf("%s is missing: %w", eventsFile, fs.ErrNotExist)
	}
	return "", false, noPlain
}

// openEvents opens the text of the events. Where a compressed file is cut, the text ends there.
func openEvents(dir string) (io.ReadCloser, error) {
	path, compressed, err := eventsOf(dir)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil || !compressed {
		return file, err
	}
	zip, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		file.Close()
		return nil, err
	}
	return &unzipped{zip: zip, file: file}, nil
}

// newCompressor compresses what is written to it. It starts no goroutine.
func newCompressor(w io.Writer) *zstd.Encoder {
	zip, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // the options are wrong
	}
	return zip
}

// unzipped is the text of a compressed file.
type unzipped struct {
	zip  *zstd.Decoder
	file *os.File
}

// Read implements io.Reader. The end of a file that is cut is an end.
func (u *unzipped) Read(b []byte) (int, error) {
	n, err := u.zip.Read(b)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// Close implements io.Closer.
func (u *unzipped) Close() error {
	u.zip.Close()
	return u.file.Close()
}
