// Package weights reads the parameters of a network from a safetensors file whose tensors are named as PyTorch's
// state_dict names them, and writes them.
package weights

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// Source is a file of weights. With a sum it stands for the file's bytes and not only for its name.
type Source struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // of the file, in hexadecimal; empty: whatever the file holds
}

// Open finds a file of weights and takes its sum, so that a later Read knows the file again. The error names the file.
func Open(path string) (Source, error) {
	f, _, err := open(path)
	if err != nil {
		return Source{}, err
	}
	defer f.Close()
	sum, err := sumOf(f)
	if err != nil {
		return Source{}, inFile(path, err)
	}
	return Source{path, sum}, nil
}

// inFile is an error about the weights in a file.
func inFile(path string, err error) error { return fmt.Errorf("weights of %s: %w", path, err) }

// open opens a regular file that looks like one of safetensors, and gives its size.
func open(path string) (f *os.File, size int64, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, fmt.Errorf("no weights can be read: %w: name a safetensors file", err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, inFile(path, errors.New("it is a directory, a device or a pipe: name a safetensors file"))
	}
	if f, err = os.Open(path); err != nil {
		return nil, 0, fmt.Errorf("no weights can be read: %w", err)
	}
	head := make([]byte, 9)
	n, err := io.ReadFull(f, head)
	if err == nil || err == io.EOF || err == io.ErrUnexpectedEOF {
		err = refuse(path, head[:n])
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
		return nil, 0, inFile(path, err)
	}
	return f, info.Size(), nil
}

// refuse is the error of a file that is none of safetensors by its first bytes: the length of the header, which is
// below 2^32, and the brace that opens it.
func refuse(path string, head []byte) error {
	switch {
	case len(head) == 9 && head[8] == '{' && bytes.Equal(head[4:8], []byte{0, 0, 0, 0}):
		return nil
	case len(head) == 0:
		return errors.New("the file is empty: write it again")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), len(head) > 1 && head[0] == 0x80 && head[1] >= 2 && head[1] <= 5:
		return fmt.Errorf("it is a pickle or a zip archive, as torch.save writes them, and a pickle can run any program: "+
			"convert it with python3 -c \"import torch, safetensors.torch as s; "+
			"s.save_file(torch.load('%s', map_location='cpu'), '%s.safetensors')\"", path, path)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return errors.New("it is compressed by gzip: unpack it first, with gunzip")
	case len(head) < 9:
		return fmt.Errorf("it has %d bytes, fewer than a safetensors file: it is truncated; fetch or write it again",
			len(head))
	}
	return fmt.Errorf("it is no safetensors file, which has the length of its header in bytes 0 to 7 and { at byte 8, "+
		"and not %q: write it with safetensors.torch.save_file", head)
}

// sumOf is the SHA-256 of all that r has.
func sumOf(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// check is an error if the file of s has been changed since its sum was taken.
func (s Source) check(r io.Reader) (sum string, err error) {
	sum, err = sumOf(r)
	if err == nil && s.SHA256 != "" && sum != s.SHA256 {
		err = fmt.Errorf("the file has changed: its SHA-256 is %s, and the run began from %s: put the old file back, "+
			"or begin a new run", sum, s.SHA256)
	}
	return sum, err
}
