package par

import "testing"

func TestDealGivesEveryPieceOnce(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 5} {
		d := NewDeal(workers)
		for _, n := range []int{0, 1, 2, 7, 100} {
			d.Reset(n)
			taken := make([]int, n)
			for count := 0; ; count++ {
				i, ok := d.Next(count % workers)
				if !ok {
					if count != n {
						t.Errorf("%d workers took %d of %d pieces", workers, count, n)
					}
					break
				}
				taken[i]++
			}
			for i, times := range taken {
				if times != 1 {
					t.Errorf("%d workers: piece %d of %d was taken %d times", workers, i, n, times)
				}
			}
		}
	}
}

// A worker has the same pieces each time, where all begin, and those of others once its own are done.
func TestDealKeepsParts(t *testing.T) {
	d := NewDeal(2)
	d.Reset(5)
	for _, want := range []int{3, 4, 0, 1, 2} {
		if i, ok := d.Next(1); !ok || i != want {
			t.Errorf("piece %d, %v; want %d", i, ok, want)
		}
	}
}
