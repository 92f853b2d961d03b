package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// The largest terminal of the sweep over sizes, in cells.
const mostW, mostH = 300, 100

// edges are sizes at which a layout changes, and those beside them.
var edges = [2][]int{
	{0, 1, 2, 10, 59, 60, 61, 79, 80, 81, 119, 120, 121, 160, 299, 300},
	{0, 1, 2, 15, 16, 17, 23, 24, 25, 35, 36, 37, 48, 99, 100},
}

// sweep calls at for sizes from 0x0 to 300x100: at the edges only in short tests, and for each size once where
// LEVYSCOPE_LONG is set. Between these it takes one of many, others for each salt.
func sweep(salt int, at func(w, h int)) {
	if testing.Short() {
		for i, w := range edges[0] {
			for j, h := range edges[1] {
				if (i+j+salt)%3 == 0 {
					at(w, h)
				}
			}
		}
		return
	}
	const stride = 97 // a prime, and so all sizes come with other salts
	n, step := (mostW+1)*(mostH+1), stride
	if os.Getenv("LEVYSCOPE_LONG") != "" {
		step = 1
	}
	for i := salt * 31 % step; i < n; i += step {
		at(i%(mostW+1), i/(mostW+1))
	}
}

// states are what a user may look at, by the keys that lead there from the panes. A key that does nothing leaves the
// panes.
var states = [][]string{
	{}, {"e"}, {"?"}, {"s"}, {"c"}, {"r"}, {"q"}, {"f"}, {"v"}, {"n"}, {"U"}, {":"}, {"ctrl+p"}, {"x"}, {"O"}, {"W"},
	{"i"}, {"t"}, {"o"}, {"w"}, {"+"}, {"c", "tab"}, {"e", "i", "+"}, {"tab", "y", "m"}, {"T"},
}

// Each screen and dialog fills each size, and has its head, its controls and its way out wherever it has panes.
func TestEverySizeOfEveryState(t *testing.T) {
	for i, name := range Screens() {
		for j, keys := range states {
			t.Run(name+" "+strings.Join(keys, " "), func(t *testing.T) {
				t.Parallel()
				l := openLoop(t, name, 120, 36)
				pump(t, l.m, 250)
				for _, key := range keys {
					l.send(keyPress(key))
				}
				sweep(7*i+j, func(w, h int) {
					l.m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					whole(t, l.m, fmt.Sprintf("%s after %q at %dx%d", name, keys, w, h), w, h)
				})
			})
		}
	}
}

// whole reports an error unless the picture of w x h cells fills them and nothing that a user needs is lost.
func whole(t testing.TB, m *root, what string, w, h int) {
	t.Helper()
	text := m.View().Content
	if w == 0 || h == 0 {
		if text != "" {
			t.Errorf("%s: %q is drawn", what, text)
		}
		return
	}
	screentest.Fills(t, what, text, w, h)
	if screen.SizeOf(w, h) == screen.TooSmall {
		return
	}
	lines := strings.Split(ansi.Strip(text), "\n")
	if head := "[" + m.tabs[m.front].key; !strings.Contains(lines[0], head) {
		t.Errorf("%s: the head has lost its tab: %q", what, lines[0])
	}
	if !strings.Contains(lines[1], "[") || !strings.Contains(lines[1], "]") {
		t.Errorf("%s: the strip has lost its selected control: %q", what, lines[1])
	}
	if foot := lines[len(lines)-1]; !strings.Contains(foot, "quit") {
		t.Errorf("%s: the foot has lost the way out: %q", what, foot)
	}
}
