package trainscreen

import (
	"testing"

	"levyscope/train"
	"levyscope/train/schedule"
)

// A marker says e where eta0 alone has changed, and s where another schedule has been put in force, of the same kind or
// of another one.
func TestMarkersTellARateFromASchedule(t *testing.T) {
	for _, c := range []struct{ old, now, want string }{
		{"constant:eta0=0.1", "constant:eta0=2", "e"},
		{"cosine:eta0=0.1,steps=50", "cosine:eta0=2,steps=50", "e"},
		{"points:at=0:1/10:2", "points:eta0=3,at=0:1/10:2", "e"},
		{"step:eta0=0.1,warmup=5", "step:eta0=0.2,warmup=5", "e"},
		{"points:at=0:1/10:2", "points:at=0:1/10:3", "s"},
		{"cosine:eta0=0.1,steps=50", "cosine:eta0=2,steps=60", "s"},
		{"cosine:eta0=0.1,steps=50", "cosine:eta0=2,steps=50,from=7", "s"},
		{"constant:eta0=0.1", "step:eta0=0.1", "s"},
		{"step:eta0=0.1", "step:eta0=0.2,warmup=5", "s"},
	} {
		var d data
		var err error
		if d.controls.Schedule, err = schedule.Parse(c.old); err != nil {
			t.Fatal(err)
		}
		now := d.controls
		if now.Schedule, err = schedule.Parse(c.now); err != nil {
			t.Fatal(err)
		}
		if d.change(train.Changed{Step: 3, Controls: now}); len(d.markers) != 1 || d.markers[0].Label != c.want {
			t.Errorf("%s to %s: %+v, want %q", c.old, c.now, d.markers, c.want)
		}
	}
}
