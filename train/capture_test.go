package train_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train"
)

// capturing is tiny with all biases of the last layer captured.
func capturing() train.Config {
	c := tiny()
	for i := range 10 {
		c.Capture = append(c.Capture, fmt.Sprintf("fc2.bias[%d]", i))
	}
	return c
}

// The captured series are those that the estimates are made of: the median of
// their kurtosis is the one of their layer.
func TestCaptureIsTheNoiseOfTheProbe(t *testing.T) {
	cfg := capturing()
	events := collect(t, cfg, nil, nil)
	var steps []int
	for i, e := range events {
		c, ok := e.(train.Captured)
		if !ok {
			continue
		}
		est, ok := events[i-1].(train.NoiseEstimate)
		if !ok || est.Step != c.Step || est.Batch != c.Batch || !slices.Equal(c.Names, cfg.Capture) || len(c.Series) != 10 {
			t.Fatalf("%+v after %+v", c, events[i-1])
		}
		steps = append(steps, c.Step)
		var kurtosis []float64
		for _, s := range c.Series {
			if len(s) != cfg.Probe.Batches {
				t.Fatalf("%d values, want %d", len(s), cfg.Probe.Batches)
			}
			m2, m4 := 0.0, 0.0
			for _, v := range s {
				m2 += v * v / float64(len(s))
				m4 += v * v * v * v / float64(len(s))
			}
			kurtosis = append(kurtosis, m4/(m2*m2))
		}
		slices.Sort(kurtosis)
		median, want := (kurtosis[4]+kurtosis[5])/2, est.Layers[3].Kurtosis
		if est.Layers[3].Name != "fc2.bias" {
			t.Errorf("layer %q", est.Layers[3].Name)
		}
		near.Rel(t, fmt.Sprintf("median kurtosis of step %d", c.Step), median, want, 1e-12)
	}
	if want := []int{0, 3, 6}; !slices.Equal(steps, want) {
		t.Errorf("captured at %v, want %v", steps, want)
	}
}

// Capturing adds its own events, and changes no other.
func TestCaptureChangesNothingElse(t *testing.T) {
	with := collect(t, capturing(), nil, nil)
	without := collect(t, tiny(), nil, nil)
	same(t, "with capture", lines(t, with, "captured", "started"), lines(t, without, "started"))
	if text := lines(t, without); strings.Contains(text, "capture") {
		t.Errorf("a run without capture speaks of it: %.300s", text)
	}
}

// A parameter is named by its place in row-major order, or by one index a dimension
// as errors name it.
func TestCaptureNames(t *testing.T) {
	cfg := tiny()
	cfg.Capture = []string{" fc2.weight[39]", "fc2.weight[1 2]", "fc1.bias[ 0 ]"} // fc2.weight is (10, 4)
	for e, err := range train.Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := e.(train.Captured); ok {
			if want := []string{"fc2.weight[39]", "fc2.weight[6]", "fc1.bias[0]"}; !slices.Equal(c.Names, want) {
				t.Errorf("%q, want %q", c.Names, want)
			}
			break
		}
	}
}

// Slices stand for their elements, in row-major order.
func TestCaptureSlices(t *testing.T) {
	cfg := tiny()
	cfg.Steps = 1
	for text, want := range map[string]string{
		"fc2.weight[2,3]":        "[11]",
		"fc2.weight[2:4]":        "[2] [3]",
		"fc2.weight[36:]":        "[36] [37] [38] [39]",
		"fc2.weight[:8:3]":       "[0] [3] [6]",
		"fc2.weight[2,:]":        "[8] [9] [10] [11]",
		"fc2.weight[:3,1]":       "[1] [5] [9]",
		"fc2.weight[8:, 2:4]":    "[34] [35] [38] [39]",
		"fc2.weight[ 9 , 0:4:2]": "[36] [38]",
	} {
		cfg.Capture = []string{text}
		want = "fc2.weight" + strings.ReplaceAll(want, " ", " fc2.weight")
		for _, c := range of[train.Captured](collect(t, cfg, nil, nil)) {
			if got := strings.Join(c.Names, " "); got != want {
				t.Errorf("%s: %s, want %s", text, got, want)
			}
			if len(c.Series) != len(c.Names) || len(c.Centres) != len(c.Names) || len(c.Zeros) != len(c.Names) {
				t.Errorf("%s: %d series, %d centres, %d zeros", text, len(c.Series), len(c.Centres), len(c.Zeros))
			}
		}
	}
}

// Where the gradient of a minibatch is exactly 0 the noise is minus the centre, as often as the event says.
func TestCapturedZerosAreTheAtom(t *testing.T) {
	cfg := tiny()
	cfg.Capture = []string{"fc1.weight[:]"}
	zeros := 0
	for _, c := range of[train.Captured](collect(t, cfg, nil, nil)) {
		for i, series := range c.Series {
			atom := 0
			for _, v := range series {
				if v == -c.Centres[i] {
					atom++
				}
			}
			near.Abs(t, c.Names[i]+": share of zeros", c.Zeros[i], float64(atom)/float64(len(series)), 1e-12)
			zeros += atom
		}
	}
	near.Least(t, "gradients that are exactly 0", float64(zeros), 1)
}

func TestCaptureErrors(t *testing.T) {
	for _, c := range []struct {
		names  []string
		change func(*train.Config)
		want   []string
	}{
		{[]string{"fc9.weight[3]"}, nil, []string{`no parameters "fc9.weight"`,
			"fc1.weight[0] to [159] (4 x 40), fc1.bias[0] to [3] (4), fc2.weight[0] to [39] (10 x 4), fc2.bias"}},
		{[]string{""}, nil, []string{`no parameters ""`, "fc1.weight[0]"}},
		{[]string{"fc2.weight"}, nil, []string{
			"no parameters of the array of shape 10 x 4", "fc2.weight[0] to fc2.weight[39]", "[0:10]"}},
		{[]string{"fc2.weight[3"}, nil, []string{"no parameters of the array"}},
		{[]string{"fc2.weight[40]"}, nil, []string{"index 40 is out of range", "0 to 39", "fc2.weight has the shape 10 x 4"}},
		{[]string{"fc2.weight[-1]"}, nil, []string{"index -1 is out of range"}},
		{[]string{"fc2.weight[x]"}, nil, []string{"index x is out of range"}},
		{[]string{"fc2.weight[9999999999999999999999]"}, nil, []string{"out of range"}},
		{[]string{"fc2.weight[10 0]"}, nil, []string{"index 10 is out of range", "0 to 9"}},
		{[]string{"fc2.weight[]"}, nil, []string{"0 indices for the shape 10 x 4 of fc2.weight", "as fc2.weight[:,:]"}},
		{[]string{"fc2.bias[1 1]"}, nil, []string{"2 indices for the shape 10 of fc2.bias", "0 to 9"}},
		{[]string{"fc2.weight[6]", "fc2.weight[1 2]"}, nil, []string{"fc2.weight[6] is named twice"}},
		{[]string{"fc2.weight[0:41]"}, nil, []string{"slice 0:41 is empty or out of range", "to <= 40", "shape 10 x 4"}},
		{[]string{"fc2.weight[5:5]"}, nil, []string{"slice 5:5 is empty", "from < to"}},
		{[]string{"fc2.weight[:,9:2]"}, nil, []string{"slice 9:2 is empty", "<= 4"}},
		{[]string{"fc2.weight[0:4:0]"}, nil, []string{"slice 0:4:0"}},
		{[]string{"fc2.weight[0:4:1:1]"}, nil, []string{"slice 0:4:1:1"}},
		{[]string{"fc2.weight[a:b]"}, nil, []string{"slice a:b is no range of numbers"}},
		{[]string{"fc2.weight[0:7]", "fc2.weight[1,2]"}, nil, []string{"fc2.weight[6] is named twice"}},
		{[]string{"fc1.weight[:]"}, func(c *train.Config) { c.Model = "mlp:30" },
			[]string{"1200 parameters", "at most 1024"}},
		{[]string{"fc2.bias[1]"}, func(c *train.Config) { c.Probe.Every = 0 }, []string{"there are none", "probe-every"}},
		{[]string{"fc1.weight[:64]"}, func(c *train.Config) { c.Probe.Batches = 20000 },
			[]string{"64 parameters over 20000 minibatches", "16384 minibatches"}},
	} {
		cfg := tiny()
		cfg.Capture = c.names
		if c.change != nil {
			c.change(&cfg)
		}
		var err error
		for _, err = range train.Run(context.Background(), cfg, nil) {
			break
		}
		if err == nil {
			t.Errorf("%q: no error", c.names)
			continue
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%v\nlacks %s", err, part)
			}
		}
	}
}
