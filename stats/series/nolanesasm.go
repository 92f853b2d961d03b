//go:build !amd64 || purego

package series

// fast says that there is assembly.
const fast = false

func lanesAVX2(*float64, *[32]float64, *[32]float32, float64, uint32) {
	panic("series: no assembly in this build")
}
