package shard

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// File is the file of a part.
type File struct {
	Header
	path string
}

// errBrokenOff is the error of a file without its end.
var errBrokenOff = errors.New("its end is missing: the part was broken off, or is still being computed")

// longestLine bounds the bytes of a line.
const longestLine = 1 << 30

// Open reads the header of the file at path, and looks whether the end is there. Errors name the path.
func Open(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file: the file of a part is read twice, so it cannot be a pipe or a device",
			path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := &File{path: path}
	line, err := readLine(bufio.NewReader(f))
	var kind struct {
		Type string `json:"type"`
	}
	if err != nil || json.Unmarshal(line, &kind) != nil || kind.Type != "part" {
		return nil, fmt.Errorf("%s is no file of a part: it does not begin with {\"type\":\"part\",...}, "+
			"as --part I/N makes it", path)
	}
	if err := json.Unmarshal(line, &out.Header); err != nil {
		return nil, fmt.Errorf("%s: its first line cannot be read: %w", path, err)
	}
	if err := out.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// readLine reads a line without its line feed.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := r.ReadSlice('\n')
		line = append(line, piece...)
		switch {
		case err == nil:
			return line[:len(line)-1], nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		case len(line) > longestLine:
			return nil, fmt.Errorf("a line has more than %d bytes", longestLine)
		}
	}
}

// Lines calls do with every line between the header and the end. Errors name the path: that of do, or that the end is
// missing, or that its checksum is not that of the lines.
func (f *File) Lines(do func(line []byte) error) error {
	if err := f.lines(do); err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	return nil
}

func (f *File) lines(do func(line []byte) error) error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	r, sum := bufio.NewReaderSize(file, 1<<16), sha256.New()
	for n := 0; ; n++ {
		line, err := readLine(r)
		if errors.Is(err, io.EOF) {
			return errBrokenOff
		}
		if err != nil {
			return err
		}
		if bytes.HasPrefix(line, []byte(`{"type":"part_done",`)) {
			return atEnd(line, n, hex.EncodeToString(sum.Sum(nil)), r)
		}
		sum.Write(line)
		sum.Write([]byte{'\n'})
		if n == 0 {
			continue // the header
		}
		if err := do(line); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
	}
}

// atEnd checks the last line.
func atEnd(line []byte, lines int, sum string, rest io.Reader) error {
	var e end
	if err := json.Unmarshal(line, &e); err != nil {
		return fmt.Errorf("the end cannot be read: %w", err)
	}
	if e.Lines != lines || e.SHA256 != sum {
		return errors.New("its checksum is not that of its lines: the file is damaged, compute the part again")
	}
	if n, err := rest.Read(make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		return errors.New("something comes after its end: the file is damaged, compute the part again")
	}
	return nil
}
