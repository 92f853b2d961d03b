package watch

import (
	"fmt"
	"time"
)

// chooser says which bursts are judged.
type chooser struct {
	every   int           // of the bursts that were on disk when the watch began
	fixed   bool          // it is the same for all
	once    bool          // the time does not matter
	most    int           // of those on disk
	share   float64       // of the time
	begun   time.Time     // when the watch began
	spent   time.Duration // on judging
	bursts  int           // so far
	skipped int           // since the last one that was judged
}

func newChooser(cfg Config, now time.Time) chooser {
	return chooser{every: max(1, cfg.Every), fixed: cfg.Every > 0, once: cfg.Once, most: cfg.Most, share: cfg.Share,
		begun: now}
}

// expect says how many bursts are on disk.
func (c *chooser) expect(bursts int) {
	if !c.fixed {
		c.every = max(1, (bursts+c.most-1)/c.most)
	}
}

// choose says whether the next burst is judged. behind says that more are on disk.
func (c *chooser) choose(now time.Time, behind bool) bool {
	yes := c.bursts%c.every == 0
	if !c.once && !c.fixed && !behind {
		yes = float64(c.spent) <= c.share*float64(now.Sub(c.begun))
	}
	c.bursts++
	if !yes {
		c.skipped++
	}
	return yes
}

// skips says how many bursts were not judged since the last that was.
func (c *chooser) skips(step int) Noted {
	n := c.skipped
	c.skipped = 0
	what := "bursts were"
	if n == 1 {
		what = "burst was"
	}
	return Noted{Step: step, Kind: "skipped", Text: fmt.Sprintf("%d %s not judged, to save time", n, what)}
}
