//go:build !amd64 || purego

package verdict

// fast says that there is assembly.
const fast = false

func dotsAVX2(*[4][4]float64, *float64, *[4]*float64, int) {
	panic("verdict: no assembly in this build")
}
