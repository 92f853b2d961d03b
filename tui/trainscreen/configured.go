package trainscreen

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"

	"levyscope/internal/record"
	"levyscope/internal/scenariotext"
	"levyscope/train"
	"levyscope/train/nn"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// scenario is the command line of the run under way with other controls.
func (m *model) scenario(c train.Controls) scenariotext.Scenario {
	cfg := m.cfg
	cfg.Controls = c
	return scenariotext.Train(cfg)
}

// rerun is the run under way, computed again up to so many steps. A probe comes where one came.
func (m *model) rerun(steps int) screen.Rerun {
	if m.started == nil {
		return nil
	}
	cfg := m.started.Config
	cfg.Steps, cfg.Script = steps, slices.Clone(m.data.past.changes)
	cfg.DataDir, cfg.DataHere, cfg.Threads = m.cfg.DataDir, m.cfg.DataHere, m.cfg.Threads
	return func(ctx context.Context) iter.Seq2[record.Event, error] {
		return screen.Events(func(yield func(train.Event, error) bool) {
			for e, err := range train.Run(ctx, cfg, nil) {
				var diverged *train.DivergedError
				if errors.As(err, &diverged) || !yield(e, err) {
					return // the event of a divergence came before
				}
			}
		})
	}
}

// configured is the configuration of a run of a choice with the controls in force, and in words what it has that is not
// as before.
func (m *model) configured(next choice) (cfg train.Config, words string) {
	cfg = m.cfg
	cfg.Data, cfg.Model, cfg.Script, cfg.Capture = next.data, next.model, nil, nil
	cfg.Controls = m.Controls()
	if as := (choice{m.cfg.Data, m.cfg.Model}).inFull(); as != next.inFull() && cfg.Weights != nil {
		cfg.Weights = nil // they are those of another model, or of what was learnt from other data
		words += ", with weights of its own"
	}
	if fullData(m.cfg.Data) != fullData(next.data) {
		cfg.DataDigest = ""
	}
	if cfg.Sampling == train.Fresh && picker.Kind(next.data) != picker.Kind(m.asFirst.Data) {
		cfg.Sampling = train.Replacement
		words += ", minibatches with replacement" // of sets without a law
	}
	cfg.Probe, cfg.EvaluateEvery = m.asFirst.Probe, m.asFirst.EvaluateEvery
	p, known := m.problemOf(next.data)
	if !known {
		return cfg, words
	}
	if n := m.examplesOf(next.data); n > 0 {
		if n < cfg.Controls.Batch {
			cfg.Controls.Batch = n
			words += fmt.Sprintf(", batch %d", n)
		}
		cfg.Probe.Batch = min(cfg.Probe.Batch, n)
		cfg.Probe.Every, cfg.EvaluateEvery = rarer(cfg.Probe.Every, n), rarer(cfg.EvaluateEvery, n)
		if cfg.EvaluateEvery != m.asFirst.EvaluateEvery {
			words += fmt.Sprintf(", evaluated every %d steps", cfg.EvaluateEvery)
		}
	}
	if made, err := nn.Parse(next.model, p); err == nil {
		cfg.Probe = affordable(cfg.Probe, made.NumParams())
		switch {
		case cfg.Probe.Every == 0 && m.asFirst.Probe.Every > 0:
			words += ", no probes of so many parameters"
		case cfg.Probe.Every > 0 && cfg.Probe.Batches != m.asFirst.Probe.Batches:
			words += fmt.Sprintf(", probes of %d minibatches", cfg.Probe.Batches)
			if was, is := m.asFirst.Probe.Block, cfg.Probe.Block; is != was {
				words += notComparable(is, was)
			}
		}
	}
	return cfg, words
}

// What a probe costs in the explorer: it has as many minibatches as was asked for, but no more gradient entries than
// mostEntries (64 MiB of float32), which is what 1024 minibatches of the first model have, down to leastBatches.
const (
	mostEntries  = 1 << 24
	leastBatches = 64
	leastBlocks  = 8 // of which a block of the size that was asked for leaves no fewer

	tooManyEntries = 1 << 28 // a probe of more (1 GiB) is not made
)

// affordable is a probe with fewer minibatches where a model of so many parameters is large. Its blocks keep their size
// K1, on which alpha depends, as long as there are enough of them; else they are near the root of the minibatches.
func affordable(p train.Probe, params int) train.Probe {
	k := p.Batches
	for k > leastBatches && k*params > mostEntries {
		k = max(leastBatches, k/2)
	}
	if k*params > tooManyEntries {
		p.Every = 0
	}
	if k == p.Batches {
		return p
	}
	p.Batches, p.PooledBlock = k, 0
	if k < leastBlocks*p.Block {
		p.Block = max(2, min(p.Block, 1<<int(math.Log2(float64(k))/2)))
	}
	return p
}

// notComparable says that alpha by blocks of k1 minibatches is another figure than that by blocks of was.
func notComparable(k1, was int) string {
	return fmt.Sprintf(", K1 %d: alpha not comparable with K1 %d", k1, was)
}

// fewExamples is the size of a training set up to which probes and evaluations come as often as was asked for. Both
// pass over all examples.
const fewExamples = 1 << 12

// rarer is an interval in steps, doubled as often as the training set of n examples is twice as large.
func rarer(every, n int) int {
	for ; n > fewExamples && every > 0; n /= 2 {
		every *= 2
	}
	return every
}
