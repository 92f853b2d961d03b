package law

import (
	"math"
	"sync/atomic"
)

// An alphaCache keeps what was computed for the tail indices used last: a table of
// slots by a hash of alpha, each holding the newest value that fell into it. Values never
// change once stored, and making one twice gives the same, so no lock is needed.
type alphaCache[T any] struct {
	slots [64]atomic.Pointer[cached[T]]
}

type cached[T any] struct {
	alpha float64
	value *T
}

// of returns the value for alpha, made by make if the cache does not hold it.
func (c *alphaCache[T]) of(alpha float64, make func(float64) *T) *T {
	slot := &c.slots[math.Float64bits(alpha)*0x9e3779b97f4a7c15>>58]
	if e := slot.Load(); e != nil && e.alpha == alpha {
		return e.value
	}
	v := make(alpha)
	slot.Store(&cached[T]{alpha, v})
	return v
}

var (
	kernels alphaCache[kernel]
	tables  alphaCache[inverseTable]
)

// kernelOf returns the kernel of alpha in (0, 2), alpha != 1.
func kernelOf(alpha float64) *kernel { return kernels.of(alpha, newKernel) }

// inverseTableOf returns the table of alpha in [smallestTable, 2].
func inverseTableOf(alpha float64) *inverseTable { return tables.of(alpha, newInverseTable) }
