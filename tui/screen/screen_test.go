package screen

import (
	"math"
	"strings"
	"testing"
)

func TestLadder(t *testing.T) {
	for _, c := range []struct {
		x    float64
		dir  int
		want float64
	}{{.1, 1, .125}, {.1, -1, .08}, {.125, -1, .1}, {1, -1, .8}, {8, 1, 10}, {.11, 1, .125}, {.11, -1, .1},
		{1000, 1, 1250}, {2e-5, 1, 2.5e-5}} {
		if got := Rung(c.x, c.dir); got != c.want {
			t.Errorf("from %g, direction %d: %.17g, want %g", c.x, c.dir, got, c.want)
		}
	}
	x := .1
	for range 40 {
		x = Rung(x, 1)
	}
	for range 40 {
		x = Rung(x, -1)
	}
	if x != .1 {
		t.Errorf("up and down again: %.17g", x)
	}
}

// The least important figures are left out first, one by one, and the order of the others stays.
func TestFiguresAbreast(t *testing.T) {
	figures := []Figure{{"step 9", 3}, {"40 exits", 2}, {"mean 12", 0}, {", theory 13", 1}}
	for w, want := range map[int]string{
		80: "step 9  40 exits  mean 12, theory 13", 36: "step 9  40 exits  mean 12, theory 13",
		35: "40 exits  mean 12, theory 13", 27: "mean 12, theory 13", 17: "mean 12", 7: "mean 12", 6: "", 0: "", -3: "",
	} {
		if got := Abreast(figures, w); got != want {
			t.Errorf("in %d cells %q, want %q", w, got, want)
		}
	}
	if got := Abreast(Ranked("loss", "step", "rate"), 12); got != "step  loss" {
		t.Errorf("ranked figures are %q", got)
	}
}

func TestSizes(t *testing.T) {
	for at, want := range map[[2]int]Size{
		{160, 48}: Full, {120, 36}: Full, {119, 36}: Compact, {120, 35}: Compact, {80, 24}: Compact,
		{79, 24}: Single, {80, 23}: Single, {60, 16}: Single, {59, 16}: TooSmall, {60, 15}: TooSmall, {0, 0}: TooSmall,
	} {
		if got := SizeOf(at[0], at[1]); got != want {
			t.Errorf("%v: %d, want %d", at, got, want)
		}
	}
}

// A grid is what its drawing shows, and its panes take the cells that are theirs.
func TestGridFromItsDrawing(t *testing.T) {
	g := NewGrid("abcd", "aab", "aac")
	want := []rect{{0, 0, 5, 10}, {6, 0, 4, 5}, {6, 5, 4, 5}}
	for i, r := range g.place(10, 10, Borders{}) {
		if g.cells[i].pane != i || r != want[i] {
			t.Errorf("pane %d at %+v, want pane %d at %+v", g.cells[i].pane, r, i, want[i])
		}
	}
	if len(g.cells) != 3 {
		t.Errorf("%d panes, want 3: d is not drawn", len(g.cells))
	}
}

func TestDrawingsThatAreNoGrid(t *testing.T) {
	for want, rows := range map[string][]string{
		"not 2 long":   {"aa", "a"},
		"not one of":   {"ax"},
		"no rectangle": {"ab", "aa"},
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, want) {
					t.Errorf("%q: panic %q, want %q", rows, text, want)
				}
			}()
			NewGrid("ab", rows...)
		}()
	}
}

// The table has no key twice, and every action a row.
func TestKeyTable(t *testing.T) {
	bound := map[string]string{}
	rows := map[Action]bool{}
	for _, b := range Bindings {
		rows[b.Action] = true
		for _, k := range b.Keys {
			if other, ok := bound[k]; ok {
				t.Errorf("%s is both %q and %q", k, other, b.What)
			}
			bound[k] = b.What
			if ActionOf(k) != b.Action {
				t.Errorf("%s asks for action %d, want %d", k, ActionOf(k), b.Action)
			}
		}
	}
	for a := NoAction + 1; a <= Suspend; a++ {
		if !rows[a] || BindingOf(a).What == "" {
			t.Errorf("action %d has no row", a)
		}
	}
}

func TestNumbers(t *testing.T) {
	for got, want := range map[string]string{
		Sig4(12345): "1.234e4", Sig4(.00001): "1e-5", Sig3(10000): "1e4", Sig3(math.NaN()): Unknown, Sig2(.0123): "0.012",
		Sig2(math.NaN()): Unknown,
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for x, want := range map[float64]float64{0: 100, 100: 100, 101: 120, 1001: 1200, 9000: 10000} {
		if got := Horizon(x); got != want {
			t.Errorf("horizon of %g is %g, want %g", x, got, want)
		}
	}
}
