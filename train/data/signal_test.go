package data_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
)

func TestPad(t *testing.T) {
	template := [12]float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 11}
	dst := slices.Repeat([]float64{7}, 72)
	got := data.Pad(dst, &template, 3)
	want := make([]float64, 15)
	for i, v := range template {
		want[i] = v + 1e-8
	}
	if !slices.Equal(got, want) {
		t.Errorf("Pad = %v, want %v", got, want)
	}
}

func TestDilate(t *testing.T) {
	for _, c := range []struct{ src, want []float64 }{
		{[]float64{3, 5}, []float64{3, 3.5, 4, 4.5, 5}},
		{[]float64{0, 4, 2}, []float64{0, 2, 4, 3, 2}},
		{[]float64{1, 9, -2, 3, 7}, []float64{1, 9, -2, 3, 7}},
		{[]float64{0, 1, 2, 3, 4, 5, 6, 7, 8}, []float64{0, 2, 4, 6, 8}},
		{[]float64{0, 4, 8, 0, 0, 0}, []float64{0, 5, 4, 0, 0}},
	} {
		got := make([]float64, len(c.want))
		data.Dilate(got, c.src)
		if !slices.Equal(got, c.want) {
			t.Errorf("Dilate(%v) = %v, want %v", c.src, got, c.want)
		}
	}
}

func TestRotate(t *testing.T) {
	src := []float64{1, 2, 3, 4}
	for k, want := range [][]float64{{1, 2, 3, 4}, {4, 1, 2, 3}, {3, 4, 1, 2}, {2, 3, 4, 1}} {
		got := make([]float64, 4)
		data.Rotate(got, src, k)
		if !slices.Equal(got, want) {
			t.Errorf("Rotate by %d = %v, want %v", k, got, want)
		}
	}
}

func TestShear(t *testing.T) {
	x := []float64{1, 1, 1, 1, 1}
	data.Shear(x, 2)
	if want := []float64{2, 1.5, 1, 0.5, 0}; !slices.Equal(x, want) {
		t.Errorf("Shear by 2 = %v, want %v", x, want)
	}
}

func TestReflect(t *testing.T) {
	x := []float64{0, 0, 1, 2, 3, 4, 0, 0}
	data.Reflect(x, 2)
	if want := []float64{2, 1, 1, 2, 3, 4, 4, 3}; !slices.Equal(x, want) {
		t.Errorf("Reflect = %v, want %v", x, want)
	}
}

func TestGaussianKernel(t *testing.T) {
	kernel := data.GaussianKernel(2)
	total := kernel[0]
	for i, weight := range kernel[1:] {
		total += 2 * weight
		got, want := weight/kernel[0], math.Exp(-float64((i+1)*(i+1))/8)
		near.Abs(t, fmt.Sprintf("weight %d over weight 0", i+1), got, want, 1e-15)
	}
	if len(kernel) != 9 {
		t.Errorf("%d weights, want 9 (a radius of 4 sd)", len(kernel))
	}
	near.Abs(t, "sum of the weights", total, 1, 1e-15)
}

// TestSmooth: an impulse gives the kernel back, a constant stays, and a line away from the ends stays.
func TestSmooth(t *testing.T) {
	kernel := data.GaussianKernel(2)
	for at := range 17 {
		impulse := make([]float64, 17)
		impulse[at] = 1
		if got, want := data.Smooth(impulse, &kernel), kernel[max(at-8, 8-at)]; got != want {
			t.Errorf("impulse at %d: %v, want the weight %v", at, got, want)
		}
	}
	level, line := make([]float64, 17), make([]float64, 17)
	for i := range 17 {
		level[i], line[i] = 3, float64(i)
	}
	near.Abs(t, "the constant 3, smoothed", data.Smooth(level, &kernel), 3, 1e-14)
	near.Abs(t, "the line's middle 8, smoothed", data.Smooth(line, &kernel), 8, 1e-14)
}

func TestDigitTemplates(t *testing.T) {
	templates := data.DigitTemplates()
	for digit, template := range templates {
		mean, sd := data.Moments(template[:])
		if template[0] != 0 {
			t.Errorf("digit %d starts at %v, want exactly 0", digit, template[0])
		}
		near.Abs(t, fmt.Sprintf("sd of digit %d", digit), sd, 1.0/6, 1e-15)
		for other := range digit {
			if templates[other] == template {
				t.Errorf("digits %d and %d are the same, mean %v", other, digit, mean)
			}
		}
	}
	// The 0 by hand: mean 76.5/12 = 6.375, squares sum to 493.625, variance 493.625/12 - 6.375^2.
	sd := math.Sqrt(493.625/12 - 6.375*6.375)
	for i, shape := range []float64{5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5} {
		near.Abs(t, fmt.Sprintf("digit 0, point %d", i), templates[0][i], (shape-5)/sd/6, 1e-14)
	}
}

func TestStandardise(t *testing.T) {
	x := []float64{2, 4, 4, 4, 5, 5, 7, 9} // mean 5, population standard deviation 2
	data.Standardise(x)
	if want := []float64{-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2}; !slices.Equal(x, want) {
		t.Errorf("Standardise = %v, want %v", x, want)
	}
}
