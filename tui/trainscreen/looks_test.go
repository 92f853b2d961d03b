package trainscreen

import "testing"

// The fits have those series whose colours the themes keep apart from bars.
func TestFitsHaveColoursThatStandOutFromBars(t *testing.T) {
	for _, look := range []int{gaussLook, stableLook, bestLook} {
		if look != 2 && look != 4 && look != 5 {
			t.Errorf("a fit has the colour of series %d", look)
		}
	}
}
