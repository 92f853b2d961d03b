package safetensors

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"

	"levyscope/internal/npy"
)

// Entry is what the header says of one tensor.
type Entry struct {
	Name, Type string  // Type is the name of its numbers' type, "F32"
	Shape      []int64 // in C order
	From, To   int64   // where its bytes lie, from the end of the header
}

// maxHeader bounds the header, in bytes. That of a model with 100,000 tensors has some 10 MB.
const maxHeader = 32 << 20

// ReadHeader reads the header of a stream of so many bytes, -1 if that is not known. It returns the tensors in the
// order of their bytes, which follow without holes. Shapes are compared with the bytes of the types that sizes names,
// with the bytes of one number each; those of other types may be what they are.
func ReadHeader(r io.Reader, size int64, sizes map[string]int64) ([]Entry, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, fmt.Errorf("safetensors header: %w", truncated(err))
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader {
		return nil, fmt.Errorf("safetensors header of %d bytes: at most %d are read; "+
			"the file is damaged, or save fewer tensors in it", n, maxHeader)
	}
	if size >= 0 && int64(n) > size-8 {
		return nil, fmt.Errorf("safetensors header of %d bytes in a file of %d: it is truncated; "+
			"fetch or write it again", n, size)
	}
	header := &io.LimitedReader{R: r, N: int64(n)}
	entries, err := parse(header, sizes)
	if err == nil && header.N > 0 {
		err = truncated(io.EOF)
	}
	if err != nil {
		return nil, fmt.Errorf("safetensors header: %w", err)
	}
	if len(entries) == 0 {
		return nil, errors.New("safetensors file without any tensor: write it with safetensors.torch.save_file")
	}
	end, err := tile(entries)
	if err != nil {
		return nil, err
	}
	if size >= 0 && end != size-8-int64(n) {
		return nil, fmt.Errorf("safetensors header tells of %d bytes of tensors, the file has %d: "+
			"it is truncated or damaged; fetch or write it again", end, size-8-int64(n))
	}
	return entries, nil
}

// truncated is the error of a stream that ends too early, or that cannot be read.
func truncated(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return npy.Damaged(err)
}

// parse reads the header: an object with a member for each tensor, and one, __metadata__, of remarks. It stops
// after the closing brace, which only blanks may follow.
func parse(r io.Reader, sizes map[string]int64) (entries []Entry, err error) {
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
		e, err := parseEntry(d, name, sizes)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	if _, err := d.Token(); err != nil {
		return nil, notTensors(err)
	}
	if _, err := d.Token(); err != io.EOF { // the blanks that align the tensors are consumed with it
		return nil, notTensors(err)
	}
	return entries, nil
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

// parseEntry reads the member of one tensor. Its shape is compared with its bytes where sizes has its type.
func parseEntry(d *json.Decoder, name string, sizes map[string]int64) (Entry, error) {
	var m struct {
		Dtype   string  `json:"dtype"`
		Shape   []int64 `json:"shape"`
		Offsets []int64 `json:"data_offsets"`
	}
	if err := d.Decode(&m); err != nil {
		return Entry{}, fmt.Errorf("tensor %.80q: %w", name, notTensors(err))
	}
	e := Entry{Name: name, Type: m.Dtype, Shape: m.Shape}
	if len(m.Offsets) != 2 || m.Offsets[0] < 0 || m.Offsets[1] < m.Offsets[0] {
		return e, fmt.Errorf("tensor %.80q has data_offsets %v, not two of ascending order; the file is damaged",
			name, m.Offsets[:min(len(m.Offsets), 4)])
	}
	e.From, e.To = m.Offsets[0], m.Offsets[1]
	if len(m.Shape) > maxAxes || slices.ContainsFunc(m.Shape, func(d int64) bool { return d < 0 }) {
		return e, fmt.Errorf("tensor %.80q has shape %v, not up to %d lengths of 0 or more; the file is damaged",
			name, m.Shape[:min(len(m.Shape), 8)], maxAxes)
	}
	size := sizes[e.Type]
	if size == 0 {
		return e, nil
	}
	n, err := e.Elements()
	if err != nil {
		return e, fmt.Errorf("tensor %.80q %w", name, err)
	}
	if bytes := e.To - e.From; n != bytes/size || bytes%size != 0 {
		return e, fmt.Errorf("tensor %.80q of shape %v and type %s has %d bytes for %d elements of %d; the file is damaged",
			name, m.Shape, m.Dtype, bytes, n, size)
	}
	return e, nil
}

// maxAxes is NumPy's limit, which no framework exceeds.
const maxAxes = 64

// tile sorts the tensors by their place and returns where the last ends. They must neither overlap nor leave a hole.
func tile(entries []Entry) (end int64, err error) {
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for i, e := range entries {
		if e.From != end {
			what := "leaves a hole"
			if e.From < end {
				what = "overlaps the one before"
			}
			return 0, fmt.Errorf("safetensors: tensor %.80q at bytes %d to %d %s, which ends at %d (tensor %d): "+
				"the file is damaged; fetch or write it again", e.Name, e.From, e.To, what, end, i+1)
		}
		end = e.To
	}
	return end, nil
}

// Elements is the number of elements of the shape.
func (e Entry) Elements() (int64, error) {
	n := uint64(1)
	for _, d := range e.Shape {
		if d == 0 {
			n = 0
		}
	}
	for _, d := range e.Shape {
		high, low := bits.Mul64(n, uint64(d))
		if high > 0 || low > math.MaxInt64 {
			return 0, fmt.Errorf("has shape %v, beyond any file: the header is damaged", e.Shape)
		}
		n = low
	}
	return int64(n), nil
}
