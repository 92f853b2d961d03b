package screen

import (
	"testing"

	"levyscope/train/schedule"
)

// Every press of a key moves a parameter until its bound, whole numbers too, and a zero is reached and left.
func TestParametersMoveUpToTheirBounds(t *testing.T) {
	for _, kind := range schedule.Kinds() {
		s, err := schedule.Default(kind, .1)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range schedule.Params(s) {
			for _, direction := range []int{1, -1} {
				at := p
				for range 80 {
					next := moved(s, at, direction)
					if next == at.Value {
						if p.Name != "gamma" && !(direction < 0 && next == 0) {
							t.Errorf("%s of %s stands still at %g, direction %d", p.Name, kind, next, direction)
						}
						break
					}
					at.Value = next
				}
			}
		}
	}
	for _, c := range []struct {
		x    float64
		dir  int
		want float64
	}{{.8, 1, .9}, {.9, 1, .95}, {.95, 1, .99}, {.99, 1, .995}, {1, 1, 1}, {0, -1, 0}, {.97, -1, .95}, {.9, -1, .8}} {
		if got := Share(c.x, c.dir); got != c.want {
			t.Errorf("from %g, direction %d: %g, want %g", c.x, c.dir, got, c.want)
		}
	}
}
