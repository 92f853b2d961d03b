package par

import (
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

func TestForDoesEveryPieceOnce(t *testing.T) {
	for _, procs := range []int{1, 2, 5} {
		old := runtime.GOMAXPROCS(procs)
		for _, n := range []int{0, 1, 3, 1000} {
			count := make([]atomic.Int32, n)
			busy := make([]atomic.Int32, procs)
			if err := For(procs, n, func(worker, piece int) {
				if busy[worker].Add(1) != 1 {
					t.Error("two calls shared a worker number")
				}
				count[piece].Add(1)
				busy[worker].Add(-1)
			}); err != nil {
				t.Fatal(err)
			}
			for i := range count {
				if count[i].Load() != 1 {
					t.Fatalf("procs %d, n %d: piece %d ran %d times", procs, n, i, count[i].Load())
				}
			}
		}
		runtime.GOMAXPROCS(old)
	}
}

func TestForReportsTheFirstPanicAndFinishesTheRest(t *testing.T) {
	var done atomic.Int32
	err := For(Workers(), 50, func(_, piece int) {
		if piece == 7 || piece == 30 {
			panic("broken")
		}
		done.Add(1)
	})
	var p *Panic
	if !errors.As(err, &p) || p.Value != "broken" || len(p.Stack) == 0 {
		t.Fatalf("got %v", err)
	}
	if text := err.Error(); !strings.HasPrefix(text, "piece 7: panic: broken\n") {
		t.Errorf("error %q", text)
	}
	if done.Load() != 48 {
		t.Fatalf("%d pieces ended, want 48", done.Load())
	}
}
