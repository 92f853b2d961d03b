package par

import "sync/atomic"

// Deal shares numbered pieces of work among the workers of a team. Every worker takes the pieces of its own part
// first, in their order, so that it has the same ones each time and finds in its cache what they left there; then it
// takes what others have not begun.
type Deal struct{ parts []part }

// part are the pieces of one worker.
type part struct {
	next atomic.Int64 // that nobody has taken
	end  int64
	_    [48]byte // parts lie in different cache lines
}

// NewDeal makes a deal for so many workers, with no pieces.
func NewDeal(workers int) *Deal { return &Deal{make([]part, workers)} }

// Part is the first piece of a worker in n pieces, and for worker = workers it is n. The first workers, which begin
// first, have the larger parts.
func Part(worker, n, workers int) int { return (worker*n + workers - 1) / workers }

// Reset deals the pieces [0, n). No worker may be under way.
func (d *Deal) Reset(n int) {
	for w := range d.parts {
		p := &d.parts[w]
		p.next.Store(int64(Part(w, n, len(d.parts))))
		p.end = int64(Part(w+1, n, len(d.parts)))
	}
}

// Next claims a piece for the worker; ok is false where every piece is claimed.
func (d *Deal) Next(worker int) (piece int, ok bool) {
	for i := range d.parts {
		p := &d.parts[(worker+i)%len(d.parts)]
		if p.next.Load() >= p.end {
			continue
		}
		if n := p.next.Add(1) - 1; n < p.end {
			return int(n), true
		}
	}
	return 0, false
}
