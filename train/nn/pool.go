package nn

import "levyscope/train/nn/kernel"

// poolPart is the maximum over windows of 2x2 positions that do not overlap. Of equal elements the first gets the
// gradient, as in PyTorch. Height and width are even.
type poolPart struct{}

// poolSide is the side of a window.
const poolSide = 2

// pooled is the grid of the maxima.
func pooled(g grid) grid {
	return grid{channels: g.channels, height: g.height / poolSide, width: g.width / poolSide}
}

func (poolPart) open(a *assembly, in *value) *value {
	y := newValue(pooled(in.grid), a.batch, true)
	l := &poolLayer{k: a.k, x: in, y: y, at: make([]int32, len(y.h))}
	for dy := range poolSide {
		for dx := range poolSide {
			l.window = append(l.window, int32(in.grid.at(0, dy, dx)*block))
		}
	}
	for c := range y.grid.channels {
		for i := range y.grid.height {
			for j := range y.grid.width {
				l.corners = append(l.corners, int32(in.grid.at(c, poolSide*i, poolSide*j)*block))
			}
		}
	}
	a.add(l)
	return y
}

// poolLayer is a poolPart in a workspace.
type poolLayer struct {
	k       kernel.Kernel
	x, y    *value
	at      []int32 // as y.h: which element of its window is the maximum
	window  []int32 // offsets of the elements of a window
	corners []int32 // offsets of the windows in a block of x, in the order of the features of y
}

func (l *poolLayer) forward(_ []float32, s span) {
	at := l.y.base(s)
	l.k.MaxPool(l.y.h[at:], l.at[at:], l.x.h[l.x.base(s):], l.corners, l.window, block)
}

// backward: the windows cover x.
func (l *poolLayer) backward(_ []float32, s span) {
	at := l.y.base(s)
	l.k.MaxPoolBackward(l.x.d[l.x.base(s):], l.corners, l.window, l.y.d[at:], l.at[at:], block)
}
