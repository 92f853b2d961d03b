package data_test

import (
	"fmt"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
)

// A column of a large mean, such as a time in seconds, is centred before it is rounded to float32.
func TestCentredBeforeRounding(t *testing.T) {
	var b strings.Builder
	for i := range 5 {
		fmt.Fprintf(&b, "%d,%d\n", 1700000000+i, i%2)
	}
	dir := folder(t, map[string][]byte{"a.csv": []byte(b.String())})
	set, err := data.Load("csv:path=a.csv,test-path=a.csv", data.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range set.Train.X { // mean 1700000002, standard deviation sqrt(2)
		near.Abs(t, "centred", float64(x), float64(i-2)/1.4142135623730951, 1e-6)
	}
}
