package array_test

import (
	"fmt"
	"io"
	"testing"

	"levyscope/internal/array"
)

// An array that is given reads as one of a file does, in both precisions.
func TestGiven(t *testing.T) {
	at := 0
	a := array.Given("run", "w", []int{3, 1000}, func(dst []float32) (n int, err error) {
		for ; n < len(dst) && at < 3000; n++ {
			dst[n] = float32(at)
			at++
		}
		if n < len(dst) {
			err = io.EOF
		}
		return n, err
	})
	got, err := elements(a, 1700, true)
	if err != nil || len(got) != 3000 || fmt.Sprint(got[1698:1702]) != "[1698 1699 1700 1701]" || got[2999] != 2999 {
		t.Errorf("%d elements, error %v", len(got), err)
	}
}
