package jumps

import "math"

// changeSums are sums over steps of the change of the minibatch loss.
type changeSums struct {
	N            int     `json:"n"`
	Next         float64 `json:"next"`
	NextSquare   float64 `json:"next_square"`
	Around       float64 `json:"around"`
	AroundSquare float64 `json:"around_square"`
}

// add takes in one step.
func (c *changeSums) add(next, around float64) {
	c.N++
	c.Next += next
	c.NextSquare += next * next
	c.Around += around
	c.AroundSquare += around * around
}

// change is what is told of the sums.
func (c changeSums) change() Change {
	next, nextSE := meanError(c.N, c.Next, c.NextSquare)
	around, aroundSE := meanError(c.N, c.Around, c.AroundSquare)
	return Change{c.N, next, nextSE, around, aroundSE}
}

// meanError is the mean of n values and its standard error, NaN where there are too few.
func meanError(n int, sum, square float64) (mean, se float64) {
	if n == 0 {
		return nan, nan
	}
	mean = sum / float64(n)
	if n == 1 {
		return mean, nan
	}
	return mean, math.Sqrt(max(0, square/float64(n)-mean*mean) / float64(n-1))
}

// lossState follows the minibatch loss. A step is entered when the loss of the next one is known.
type lossState struct {
	Known  int        `json:"known"`  // losses below: 0, 1 or 2
	Before float64    `json:"before"` // two steps ago
	Last   float64    `json:"last"`   // in the last step
	Jumped bool       `json:"jumped"` // the last step had a jump of the norm
	Many   bool       `json:"many"`   // it had more jumps than nearly all before
	Norm   changeSums `json:"norm"`
	Top    changeSums `json:"top"`
	Other  changeSums `json:"other"`
}

// add takes in a step with its loss, a number, and what happened in it.
func (l *lossState) add(loss float64, jumped, many bool) {
	if l.Known == 2 {
		next, around := loss-l.Last, loss-l.Before
		if l.Jumped {
			l.Norm.add(next, around)
		}
		if l.Many {
			l.Top.add(next, around)
		}
		if !l.Jumped && !l.Many {
			l.Other.add(next, around)
		}
	}
	l.Known = min(2, l.Known+1)
	l.Before, l.Last, l.Jumped, l.Many = l.Last, loss, jumped, many
}

// told is what is told of it.
func (l lossState) told() Loss { return Loss{l.Norm.change(), l.Top.change(), l.Other.change()} }
