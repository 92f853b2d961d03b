package train_test

import (
	"bytes"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/schedule"
)

// growing is a run whose batch grows from 10 to all 4000 examples in 4 steps.
func growing(t *testing.T) train.Config {
	c := tiny()
	c.Model, c.Steps, c.EvaluateEvery = "linear", 6, 5
	c.Controls.Arm, c.Controls.Batch = schedule.GrowBatch, 10
	c.Controls.Schedule = parse(t, "linear:eta0=0.1,steps=4")
	c.Probe = train.Probe{Every: 5, Batches: 1024, Block: 32}
	return c
}

// The probes of a batch that has grown to 4000 take 2^18 examples, and say so; the batch in force
// stands in the events of every step and evaluation.
func TestGrownProbesAreBounded(t *testing.T) {
	events := collect(t, growing(t), nil, nil)
	probes := of[train.NoiseEstimate](events)
	if len(probes) != 3 || probes[0].Batch != 10 || probes[0].TrainingBatch != 0 {
		t.Fatalf("%d probes, the first of batch %d, training %d", len(probes), probes[0].Batch, probes[0].TrainingBatch)
	}
	for _, p := range probes[1:] {
		if p.Batch != 256 || p.TrainingBatch != 4000 {
			t.Errorf("step %d: batch %d, training %d", p.Step, p.Batch, p.TrainingBatch)
		}
	}
	for k, want := range []int{10, 13, 20, 40, 4000, 4000} {
		if p := of[train.Progress](events)[k]; p.Batch != want {
			t.Errorf("step %d: batch %d, want %d", k, p.Batch, want)
		}
	}
	if e := of[train.Evaluated](events); e[0].Batch != 10 || e[1].Batch != 4000 {
		t.Errorf("evaluations at batches %d, %d", e[0].Batch, e[1].Batch)
	}
}

// A batch that is given, of a probe or of training, is not bounded.
func TestGivenBatchesAreNotBounded(t *testing.T) {
	c := growing(t)
	c.Probe.Batch, c.Steps, c.Probe.Every, c.Controls.Schedule = 300, 1, 1, parse(t, "linear:eta0=0.1,steps=1")
	for _, p := range of[train.NoiseEstimate](collect(t, c, nil, nil)) {
		if p.Batch != 300 || p.TrainingBatch != 0 {
			t.Errorf("step %d: probe batch %d, training %d", p.Step, p.Batch, p.TrainingBatch)
		}
	}
	c.Probe.Batch, c.Controls.Batch = 0, 270 // from where it grows
	if p := of[train.NoiseEstimate](collect(t, c, nil, nil)); p[1].Batch != 270 || p[1].TrainingBatch != 4000 {
		t.Errorf("probe batch %d, training %d", p[1].Batch, p[1].TrainingBatch)
	}
	c = tiny()
	for _, p := range of[train.Progress](collect(t, c, nil, nil)) {
		if p.Batch != 0 {
			t.Errorf("arm both: batch %d in step %d", p.Batch, p.Step)
		}
	}
}

// A long probe tells how far it is, up to its end and before its estimate; recordings do not keep it.
func TestLongProbesTellTheirProgress(t *testing.T) {
	done, last := 0, train.Probing{}
	events := collect(t, growing(t), nil, nil)
	for _, e := range events {
		switch e := e.(type) {
		case train.Probing:
			if e.Done <= done || e.Batches != 1024 || e.Batch != 256 && e.Batch != 10 {
				t.Errorf("%+v after %d", e, done)
			}
			done, last = e.Done, e
		case train.NoiseEstimate:
			if done != 1024 && e.Step > 0 || last.Step != e.Step && e.Step > 0 {
				t.Errorf("estimate of step %d after %d minibatches of step %d", e.Step, done, last.Step)
			}
			done = 0
		}
	}
	if last.Done == 0 {
		t.Error("no progress was told")
	}
	var file bytes.Buffer
	enc := record.NewEncoder(&file)
	for _, e := range events {
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.Flush(); err != nil || strings.Contains(file.String(), `"probing"`) {
		t.Error("the recording has the progress of probes")
	}
}
