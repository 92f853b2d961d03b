package array

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// tensor is what the header of a safetensors file says of one.
type tensor struct {
	name, dtypeName string
	shape           []int64
	from, to        int64 // where its bytes lie, from the end of the header
}

// parseTensors reads the header: an object with a member for each tensor, and one, __metadata__, of remarks. It stops
// after the closing brace, which only blanks may follow.
func parseTensors(r io.Reader) (tensors []tensor, err error) {
	d := json.NewDecoder(r)
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, notTensors(err)
	}
	names := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return nil, notTensors(err)
		}
		if names[name] {
			return nil, fmt.Errorf("names the tensor %.80q twice; the file is damaged", name)
		}
		names[name] = true
		if name == "__metadata__" {
			var remarks map[string]string
			if err := d.Decode(&remarks); err != nil {
				return nil, notTensors(err)
			}
			continue
		}
		t, err := parseTensor(d, name)
		if err != nil {
			return nil, err
		}
		tensors = append(tensors, t)
	}
	if _, err := d.Token(); err != nil {
		return nil, notTensors(err)
	}
	if _, err := d.Token(); err != io.EOF { // the blanks that align the tensors are consumed with it
		return nil, notTensors(err)
	}
	return tensors, nil
}

// notTensors is the error of a header that is no JSON of the kind.
func notTensors(err error) error {
	switch err {
	case nil:
		err = errors.New("another value")
	case io.EOF:
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("is not the JSON of a safetensors file (%w): "+
		"it is truncated or damaged; fetch or write it again", err)
}

// parseTensor reads the member of one tensor.
func parseTensor(d *json.Decoder, name string) (tensor, error) {
	var m struct {
		Dtype   string  `json:"dtype"`
		Shape   []int64 `json:"shape"`
		Offsets []int64 `json:"data_offsets"`
	}
	if err := d.Decode(&m); err != nil {
		return tensor{}, fmt.Errorf("tensor %.80q: %w", name, notTensors(err))
	}
	t := tensor{name: name, dtypeName: m.Dtype, shape: m.Shape}
	if len(m.Offsets) != 2 || m.Offsets[0] < 0 || m.Offsets[1] < m.Offsets[0] {
		return t, fmt.Errorf("tensor %.80q has data_offsets %v, not two of ascending order; the file is damaged",
			name, m.Offsets[:min(len(m.Offsets), 4)])
	}
	t.from, t.to = m.Offsets[0], m.Offsets[1]
	if len(m.Shape) > maxTensorAxes || slices.ContainsFunc(m.Shape, func(d int64) bool { return d < 0 }) {
		return t, fmt.Errorf("tensor %.80q has shape %v, not up to %d lengths of 0 or more; the file is damaged",
			name, m.Shape[:min(len(m.Shape), 8)], maxTensorAxes)
	}
	dtype, err := t.dtype()
	if err != nil {
		return t, nil // refused when it is its turn
	}
	n, err := t.elements()
	if err != nil {
		return t, fmt.Errorf("tensor %.80q %w", name, err)
	}
	if bytes := t.to - t.from; n != bytes/dtype.Size || bytes%dtype.Size != 0 {
		return t, fmt.Errorf("tensor %.80q of shape %v and type %s has %d bytes for %d elements of %d; the file is damaged",
			name, m.Shape, m.Dtype, bytes, n, dtype.Size)
	}
	return t, nil
}

// maxTensorAxes is NumPy's limit, which no framework exceeds.
const maxTensorAxes = 64

// tile sorts the tensors by their place and returns where the last ends. They must neither overlap nor leave a hole.
func tile(tensors []tensor) (end int64, err error) {
	slices.SortStableFunc(tensors, func(a, b tensor) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	for i, t := range tensors {
		if t.from != end {
			what := "leaves a hole"
			if t.from < end {
				what = "overlaps the one before"
			}
			return 0, fmt.Errorf("safetensors: tensor %.80q at bytes %d to %d %s, which ends at %d (tensor %d): "+
				"the file is damaged; fetch or write it again", t.name, t.from, t.to, what, end, i+1)
		}
		end = t.to
	}
	return end, nil
}
