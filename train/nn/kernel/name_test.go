package kernel_test

import (
	"encoding/json"
	"errors"
	"testing"

	"levyscope/internal/spec"
	"levyscope/train/nn/kernel"
)

func TestNames(t *testing.T) {
	for n := kernel.Gonum; n.Valid(); n++ {
		back, err := kernel.Parse(n.String())
		if err != nil || back != n {
			t.Errorf("%s is read back as %v, %v", n, back, err)
		}
		text, err := json.Marshal(n)
		if err != nil || json.Unmarshal(text, &back) != nil || back != n {
			t.Errorf("%s is written as %s, %v, and read back as %v", n, text, err, back)
		}
		k, err := kernel.New(n)
		if n.Available() != (err == nil) || err == nil && k.Name() != n {
			t.Errorf("%s: available %v, error %v", n, n.Available(), err)
		}
		var typed *spec.Error
		if err != nil && !errors.As(err, &typed) {
			t.Errorf("%s: %v", n, err)
		}
	}
	if best, err := kernel.Parse(kernel.Auto); err != nil || best != kernel.Best() || !best.Available() {
		t.Errorf("auto is %v, %v", best, err)
	}
	if !kernel.Gonum.Available() {
		t.Error("gonum is not available")
	}
}

func TestNamesRefused(t *testing.T) {
	if n, err := kernel.Parse("sse"); err == nil {
		t.Errorf("sse is read as %v", n)
	}
	n := kernel.AVX2
	if err := n.UnmarshalText([]byte(kernel.Auto)); err == nil || n != kernel.AVX2 {
		t.Errorf("auto is read from a recording as %v", n)
	}
	for _, n := range []kernel.Name{3, 255} {
		if _, err := kernel.New(n); err == nil || n.Available() {
			t.Errorf("%v is available", n)
		}
	}
}
