package checkpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// SameRun returns an error unless a state's configuration and the given one have the same JSON. It names
// the first value that differs.
func SameRun(state, given any) error {
	a, err := json.Marshal(state)
	if err != nil {
		return err
	}
	b, err := json.Marshal(given)
	if err != nil {
		return err
	}
	if bytes.Equal(a, b) {
		return nil
	}
	name, x, y := differing("", a, b)
	return fmt.Errorf("the checkpoint is of another run: its configuration has%s %.80s, not %.80s", name, x, y)
}

// differing is the innermost member in which the objects a and b differ, with a blank before its name,
// and its values.
func differing(name string, a, b json.RawMessage) (where string, x, y json.RawMessage) {
	keys, left, err := members(a)
	_, right, other := members(b)
	if err != nil || other != nil {
		return name, a, b
	}
	prefix := " "
	if name != "" {
		prefix = name + "."
	}
	for _, key := range keys {
		value, ok := right[key]
		if !ok {
			return prefix + key, left[key], json.RawMessage("none")
		}
		if !bytes.Equal(left[key], value) {
			return differing(prefix+key, left[key], value)
		}
	}
	for key, value := range right {
		if _, ok := left[key]; !ok {
			return prefix + key, json.RawMessage("none"), value
		}
	}
	return name, a, b
}

// members are the keys of a JSON object in their order, and its values.
func members(text json.RawMessage) (keys []string, values map[string]json.RawMessage, err error) {
	if err := json.Unmarshal(text, &values); err != nil || values == nil {
		return nil, nil, errors.New("no object")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	_, err = d.Token() // the brace
	for err == nil && d.More() {
		var key json.Token
		if key, err = d.Token(); err == nil {
			var value json.RawMessage
			err = d.Decode(&value)
			keys = append(keys, fmt.Sprint(key))
		}
	}
	return keys, values, err
}
