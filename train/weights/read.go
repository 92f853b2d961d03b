package weights

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"levyscope/internal/safetensors"
	"levyscope/train/nn"
)

// Report says how the tensors of a file were taken for those of the network.
type Report struct {
	By      Rule     `json:"by"`
	Tensors []Pair   `json:"tensors,omitempty"` // those with other names, in the order of the network
	Ignored []string `json:"ignored,omitempty"` // tensors of the file that are no parameters, with type and shape
}

// Pair is a tensor of the network and the one of the file that was taken for it.
type Pair struct {
	Name string `json:"name"`
	File string `json:"file"`
}

// sizes are the bytes of one number of each type that safetensors knows.
var sizes = map[string]int64{
	"F32": 4, "F16": 2, "BF16": 2, "F64": 8,
	"I64": 8, "U64": 8, "I32": 4, "U32": 4, "I16": 2, "U16": 2, "I8": 1, "U8": 1, "BOOL": 1,
}

// parse has the number of each type that weights may have, from its little-endian bytes.
var parse = map[string]func(b []byte) float64{"F32": f32, "F16": f16, "BF16": bf16, "F64": f64}

// Read sets w to the weights of the file for a network whose arrays are the tensors, which cover w. It returns the
// source with the file's sum. Memory is taken for what the network has, not for what the file says.
func (s Source) Read(w []float32, tensors []nn.Tensor) (Source, *Report, error) {
	f, size, err := open(s.Path)
	if err != nil {
		return s, nil, err
	}
	defer f.Close()
	sum, err := s.check(f)
	if err != nil {
		return s, nil, inFile(s.Path, err)
	}
	report, err := read(f, size, w, tensors)
	if err != nil {
		return s, nil, inFile(s.Path, err)
	}
	return Source{s.Path, sum}, report, nil
}

// read is Read of the bytes of a file.
func read(f io.ReadSeeker, size int64, w []float32, tensors []nn.Tensor) (*Report, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	entries, err := safetensors.ReadHeader(bufio.NewReader(f), size, sizes)
	if err != nil {
		return nil, placed(err)
	}
	var floats []safetensors.Entry
	report := &Report{}
	for _, e := range entries {
		switch {
		case parse[e.Type] != nil:
			floats = append(floats, e)
		case sizes[e.Type] != 0:
			report.Ignored = append(report.Ignored, fmt.Sprintf("%.80s %s %v", e.Name, e.Type, e.Shape))
		default:
			return nil, fmt.Errorf("tensor %.80q has type %.20q: F32, F16, BF16 and F64 are read", e.Name, e.Type)
		}
	}
	matched, by, err := match(tensors, floats)
	if err != nil {
		return nil, err
	}
	report.By = by
	if more := len(report.Ignored) - mostListed; more > 0 {
		report.Ignored = append(report.Ignored[:mostListed], fmt.Sprintf("and %d more", more))
	}
	start := size - entries[len(entries)-1].To // the tensors end where the file does
	for i, t := range tensors {
		e := matched[i]
		if e.Name != t.Name {
			report.Tensors = append(report.Tensors, Pair{t.Name, e.Name})
		}
		if _, err := f.Seek(start+e.From, io.SeekStart); err != nil {
			return nil, err
		}
		if err := fill(w[t.Offset:t.Offset+t.Len], bufio.NewReader(f), e, start); err != nil {
			return nil, err
		}
	}
	return report, nil
}

// placed adds to the error of a header where in the file it stands, if it says so.
func placed(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("near byte %d: %w", 8+syntax.Offset, err)
	}
	return err
}

// fill sets w to the numbers of the tensor e, which r gives, of a file whose tensors begin at byte start.
func fill(w []float32, r io.Reader, e safetensors.Entry, start int64) error {
	b := make([]byte, sizes[e.Type])
	value := parse[e.Type]
	for i := range w {
		at := start + e.From + int64(i)*int64(len(b))
		if _, err := io.ReadFull(r, b); err != nil {
			return fmt.Errorf("tensor %.80q cannot be read at byte %d (%w): fetch or write the file again", e.Name, at, err)
		}
		x := value(b)
		if w[i] = float32(x); math.IsNaN(x) || math.IsInf(float64(w[i]), 0) {
			return fmt.Errorf("tensor %.80q has %v at index %d (byte %d), and a float32 must be finite: "+
				"take a checkpoint from before the training diverged", e.Name, x, i, at)
		}
	}
	return nil
}
