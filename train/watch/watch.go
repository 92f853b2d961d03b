package watch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"levyscope/train"
	"levyscope/train/watch/stream"
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

	// Keep is how many parameters are judged one by one, at most: of more a sample is, as of a large network's probes.
	Keep int
	// Every is how many bursts there are for one that is judged, and probes for one. 0: as many as make about Most of
	// those that are on disk when the watch begins, and all that come later, bursts as far as Share allows.
	Every int
	Most  int
	// Share is the largest share of the time that is spent on judging bursts as they come; 1: all are judged. It does
	// not bind a watch with Once, whose events depend on the folder alone.
	Share float64

	// Wait waits for the time of the next look at the folder; nil waits for Poll. Package watch has no clock but this and
	// Now.
	Wait func(ctx context.Context) error
	Now  func() time.Time
}

// Poll is the time between two looks at the folder.
const Poll = 250 * time.Millisecond

// Default are the settings without a folder.
func Default() Config {
	return Config{JumpThreshold: 10, Block: 32, LeastDraws: 64, Burst: 256, Jumps: true,
		Keep: 1 << 14, Most: 32, Share: .25}
}

// mostBurst bounds Config.Burst.
const mostBurst = 1 << 20

// validate returns an error that names a value out of its range.
func (c *Config) validate() error {
	switch {
	case c.Rank < 0:
		return fmt.Errorf("rank = %d: use 0 or more", c.Rank)
	case !(c.JumpThreshold > 0):
		return fmt.Errorf("jump threshold = %g: use a number above 0", c.JumpThreshold)
	case c.Block < 2 || c.Block > 128:
		return fmt.Errorf("block = %d: use 2 to 128", c.Block)
	case c.LeastDraws < 2*c.Block:
		return fmt.Errorf("least draws = %d: use %d or more, two blocks of %d", c.LeastDraws, 2*c.Block, c.Block)
	case c.Burst < c.LeastDraws || c.Burst > mostBurst:
		return fmt.Errorf("burst = %d steps: use %d to %d", c.Burst, c.LeastDraws, mostBurst)
	case c.Keep < 1 || c.Keep > stream.Sampled:
		return fmt.Errorf("keep = %d parameters: use 1 to %d", c.Keep, stream.Sampled)
	case c.Every < 0 || c.Every == 0 && c.Most < 1:
		return fmt.Errorf("every = %d, most = %d: use every of 1 or more, or 0 with most of 1 or more", c.Every, c.Most)
	case !(c.Share > 0 && c.Share <= 1):
		return fmt.Errorf("share = %g: use a number in (0, 1]", c.Share)
	}
	return nil
}

// Run yields the events of the run whose folder this is, from its beginning on, until ctx ends or, with Once, until all
// is read. It never writes in the folder.
func Run(ctx context.Context, cfg Config) iter.Seq2[train.Event, error] {
	return func(yield func(train.Event, error) bool) {
		if cfg.Now == nil {
			cfg.Now = time.Now
		}
		if cfg.Wait == nil {
			cfg.Wait = waitPoll
		}
		if err := run(ctx, cfg, yield); err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// waitPoll waits for Poll.
func waitPoll(ctx context.Context) error {
	t := time.NewTimer(Poll)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// errEnough says that no more events are wanted.
var errEnough = errors.New("enough")

// run is Run with errors.
func run(ctx context.Context, cfg Config, yield func(train.Event, error) bool) error {
	if err := cfg.validate(); err != nil {
		return err
	}
	reader, err := stream.Open(cfg.Folder, cfg.Rank)
	if err != nil {
		return err
	}
	e := newEngine(ctx, cfg, reader, yield)
	for {
		if err := e.look(); err != nil {
			return err
		}
		if cfg.Once {
			return e.end()
		}
		if err := cfg.Wait(ctx); err != nil {
			return err
		}
	}
}
