package watch

import (
	"fmt"
	"time"
)

// chooser says which bursts, or probes, are judged.
type chooser struct {
	what     string        // "burst" or "probe"
	every    int           // of those that were on disk when the watch began
	fixed    bool          // it is the same for all
	once     bool          // the time does not matter
	most     int           // of those on disk
	share    float64       // of the time
	begun    time.Time     // when the watch began
	spent    time.Duration // on judging
	expected bool          // it is known how many are on disk
	met      int           // so far
	skipped  int           // since the last one that was judged
}

func newChooser(cfg Config, what string, now time.Time) chooser {
	return chooser{what: what, every: max(1, cfg.Every), fixed: cfg.Every > 0, once: cfg.Once, most: cfg.Most,
		share: cfg.Share, begun: now}
}

// expect says how many are on disk.
func (c *chooser) expect(n int) {
	c.expected = true
	if !c.fixed {
		c.every = max(1, (n+c.most-1)/c.most)
	}
}

// choose says whether the next one is judged. behind says that more are on disk.
func (c *chooser) choose(now time.Time, behind bool) bool {
	yes := c.met%c.every == 0
	if !c.once && !c.fixed && !behind {
		yes = c.share == 1 || float64(c.spent) <= c.share*float64(now.Sub(c.begun))
	}
	c.met++
	if !yes {
		c.skipped++
	}
	return yes
}

// tellSkips says how many bursts and probes were not judged since the last that was.
func (e *engine) tellSkips() {
	for _, c := range []*chooser{&e.bursts, &e.probes} {
		if c.skipped == 0 {
			continue
		}
		what := c.what + "s were"
		if c.skipped == 1 {
			what = c.what + " was"
		}
		e.emit(Noted{Step: max(e.step, 0), Kind: "skipped",
			Text: fmt.Sprintf("%d %s not judged, to save time", c.skipped, what)})
		c.skipped = 0
	}
}
