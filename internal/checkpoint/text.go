package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"levyscope/internal/safetensors"
)

// format is the number of the format that Marshal writes.
const format = 1

// envelope is a state as it is written.
type envelope struct {
	Format   int             `json:"format"`
	Checksum string          `json:"checksum"` // SHA-256 of State and of the tensors as a file, in hexadecimal digits
	State    json.RawMessage `json:"state"`
}

// Marshal is the JSON of the state v, of which the tensors are a part that stands elsewhere. It holds
// a checksum of both.
func Marshal(v any, tensors []safetensors.Tensor) ([]byte, error) {
	state, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	sum, err := checksum(state, tensors)
	if err != nil {
		return nil, err
	}
	return json.Marshal(envelope{format, sum, state})
}

// checksum is that of a state in compact form, and of its tensors.
func checksum(state []byte, tensors []safetensors.Tensor) (string, error) {
	h := sha256.New()
	h.Write(state)
	if err := safetensors.Write(h, tensors); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Unmarshal reads into v what Marshal wrote of such a value, and refuses anything else: another
// format, other bytes, keys that are unknown, missing or written twice.
func Unmarshal(text []byte, tensors []safetensors.Tensor, v any) error {
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		return fmt.Errorf("the state is not the JSON of a checkpoint: %w", err)
	}
	if e.Format != format {
		return fmt.Errorf("the state has format %d, and this build reads %d: continue with the build that wrote it",
			e.Format, format)
	}
	var state bytes.Buffer
	if err := json.Compact(&state, e.State); err != nil {
		return fmt.Errorf("the state is not the JSON of a checkpoint: %w", err)
	}
	sum, err := checksum(state.Bytes(), tensors)
	if err != nil {
		return err
	}
	if sum != e.Checksum {
		return errors.New("the state and its tensors do not have the checksum that stands beside them: " +
			"they were damaged or edited, or are of two checkpoints")
	}
	return decode(state.Bytes(), v)
}

// decode reads compact JSON strictly: it must be what v is written as.
func decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("the state: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("the state: more text follows it")
	}
	again, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("the state: %w", err)
	}
	if at := difference(text, again); at >= 0 {
		return fmt.Errorf("the state is not what this build writes of it, from %.60q on: a key is missing or stands twice, "+
			"or a number is out of its range", text[at:])
	}
	return nil
}

// difference is the first place where a and b differ, -1 if nowhere.
func difference(a, b []byte) int {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	if len(a) < len(b) {
		return len(a)
	}
	return -1
}
