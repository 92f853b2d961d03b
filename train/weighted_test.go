package train_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"levyscope/train"
	"levyscope/train/weights"
)

// trained are the weights at the end of a run, as a file.
func trained(t *testing.T, cfg train.Config) (path string, last train.Trained) {
	t.Helper()
	cfg.KeepWeights = true
	all := of[train.Trained](collect(t, cfg, nil, nil))
	if len(all) != 1 {
		t.Fatalf("%d events with weights, want one", len(all))
	}
	var b bytes.Buffer
	if err := weights.Write(&b, all[0].Weights, all[0].Tensors); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "w.safetensors")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, all[0]
}

// A run begins where another ended, and its recording knows the file again.
func TestRunFromWeights(t *testing.T) {
	cfg := tiny()
	path, last := trained(t, cfg)
	if last.Step != cfg.Steps {
		t.Errorf("weights of step %d, want %d", last.Step, cfg.Steps)
	}
	first := of[train.Evaluated](collect(t, cfg, nil, nil))
	cfg.Weights = &weights.Source{Path: path}
	events := collect(t, cfg, nil, nil)
	again := of[train.Evaluated](events)
	if last := first[len(first)-1]; again[0].TrainLoss != last.TrainLoss || again[0].TestLoss != last.TestLoss {
		t.Errorf("begins at %+v, where the other run ended at %+v", again[0], last)
	}
	started := of[train.Started](events)[0]
	if started.Weights == nil || started.Weights.By != weights.ByName || len(started.Config.Weights.SHA256) != 64 {
		t.Fatalf("%+v", started)
	}
	text, err := json.Marshal(started.Config)
	var back train.Config
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil || !reflect.DeepEqual(back.Weights, started.Config.Weights) {
		t.Errorf("%s: error %v", text, err)
	}
	if err := os.WriteFile(path, []byte("12345678{changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, err := range train.Run(context.Background(), back, nil) {
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("a changed file: error %v", err)
		}
	}
}

// A run that diverges keeps no weights, and one that is broken off keeps those that it has.
func TestKeptWeights(t *testing.T) {
	cfg := tiny()
	cfg.KeepWeights, cfg.Steps = true, 0
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var kept *train.Trained
	for e, err := range train.Run(ctx, cfg, nil) {
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case train.Progress:
			cancel()
		case train.Trained:
			kept = &e
		}
	}
	if kept == nil || kept.Step != 1 || len(kept.Weights) == 0 {
		t.Errorf("kept %+v", kept)
	}
	cfg.Controls.Schedule = parse(t, "1e30")
	for e, err := range train.Run(context.Background(), cfg, nil) {
		if _, ok := e.(train.Trained); ok && err == nil {
			t.Error("a run that diverged has weights")
		}
	}
}
