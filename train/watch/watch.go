package watch

import (
	"context"
	"errors"
	"iter"
	"time"

	"levyscope/train"
)

// Config says what is watched, and how.
type Config struct {
	Folder string // run.lvs, or what Source reads
	Rank   int    // whose gradients
	Once   bool   // what is there now, to its end; else new records are awaited until ctx ends

	JumpThreshold float64 // kappa, as in train.Config
	Block         int     // K1, as in train.Probe
	LeastDraws    int     // of a probe or burst whose laws are judged
	Burst         int     // steps judged together; longer bursts are cut
	Jumps         bool    // are counted

	// Wait waits for the time of the next look at the folder; nil waits for Poll. Package watch has no clock but this and
	// Now.
	Wait func(ctx context.Context) error
	Now  func() time.Time
}

// Poll is the time between two looks at the folder.
const Poll = 250 * time.Millisecond

// Default are the settings without a folder.
func Default() Config {
	return Config{JumpThreshold: 10, Block: 32, LeastDraws: 64, Burst: 256, Jumps: true}
}

// Run yields the events of the run whose folder this is, from its beginning on, until ctx ends or, with Once, until all
// is read. It never writes in the folder.
func Run(ctx context.Context, cfg Config) iter.Seq2[train.Event, error] {
	return func(yield func(train.Event, error) bool) {
		yield(nil, errors.New("watching is under construction"))
	}
}
