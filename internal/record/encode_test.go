package record_test

import (
	"encoding/json"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"levyscope/internal/record"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/train"
	"levyscope/train/schedule"
)

// line is the event as recorded.
func line(t *testing.T, ev record.Event) string {
	t.Helper()
	b, err := record.Append(nil, ev)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b) {
		t.Fatalf("not JSON: %s", b)
	}
	return string(b)
}

// decode is a JSON object with its numbers as they are written.
func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// every is an event of each type, with every field set and no number that JSON lacks.
func every() []record.Event {
	training := train.Default()
	training.Capture = []string{"fc1.weight[3]"}
	training.Controls.Schedule = schedule.Power{Eta0: .1, K0: 100, Gamma: .6, From: 7}
	simulation := sim.Default()
	totals := sim.Totals{
		Paths: 5, Exited: 4, Censored: 1, PathSteps: 1234,
		MeanTime: 1. / 3, MeanTimeSE: 1e-7, Sides: []int{1, 0, 2, 1}, Trapped: .2,
	}
	theory := &theory.Theory{
		Law: "small noise", MeanExitTime: 36.7, Sides: []float64{.5, .25, .125, .125},
		PTrap: 1e-300, Inside: .1, NoiseRatio: .14, EpsReversal: .2,
	}
	setting := sim.Setting{Dt: .01, Horizon: 100, Theory: theory}
	exit := path.Exit{Path: 3, Steps: 17, Time: .17, Side: 2, Position: -1.5, Size: -1e21}
	return []record.Event{
		train.Started{
			Engine: "train", Config: training, Network: "MLP 40-10", Parameters: 410,
			Layers:   []train.Layer{{Name: "fc1.weight", Shape: []int{10, 40}}, {Name: "fc1.bias", Shape: []int{10}}},
			Examples: 4000,
		},
		train.Changed{Step: 9, Controls: training.Controls},
		train.Progress{Step: 10, Eta: .1, Loss: 2.302585092994046},
		train.Evaluated{Step: 11, TrainLoss: 1, TrainAccuracy: .5, TestLoss: 2, TestAccuracy: .25},
		train.NoiseEstimate{Step: 12, Batch: 16, Batches: 64, Block: 8, Layers: []train.LayerNoise{{
			Name: "fc1.weight", Params: 400, Dead: 3,
			Alpha: 1.5, AlphaSE: .01, Quantiles: [5]float64{1, 1.25, 1.5, 1.75, 2}, ParamSE: .1,
			Sigma: 1e-3, Kurtosis: 7, Pooled: 1.2, PooledSE: .02,
			Histogram: train.Histogram{Limit: 16, Counts: []int{1, 2, 3}, Under: 4, Over: 5, SD: 1.5}}}},
		train.Captured{
			Step: 12, Batch: 16, Names: []string{"fc1.weight[3]", "fc1.bias[0]"},
			Series: [][]float64{{1e-3, -2.5}, {0, 1. / 3}},
		},
		train.Jumps{From: 0, Step: 50, Layer: "fc1.bias", Count: 3, Trials: 500, Median: 15.9, P90: 40, Max: 1e6},
		train.Diverged{Step: 4, Parameter: "fc1.weight[0 1]", Value: "NaN", Eta: 1000},
		train.Done{
			Steps: 100, Loss: 1, TrainAccuracy: .9, TestLoss: 2, TestAccuracy: .6,
			Layers: []train.LayerDone{{Name: "fc1.bias", Params: 10, Alpha: 1.9, AlphaSE: .1, Sigma: 2}},
			Jumps:  7, Partial: true,
		},
		sim.Started{Engine: "sim", Config: simulation, Setting: setting},
		sim.Changed{Step: 5, Controls: simulation.Controls, Setting: setting},
		sim.Progress{Step: 6, Path: 2, Time: .06, X: []float64{.1, -.2}},
		sim.Jump{Step: 7, Coordinate: 1, Size: -.5},
		sim.Escape{Step: 8, Exit: exit},
		sim.Exited{Exit: exit},
		sim.Counts{Step: 9, Totals: totals, InFlight: 3, BinWidth: .5, Survival: []float64{1, .5}},
		sim.Done{Totals: totals, TimeUnit: "sde", InFlight: 3, Partial: true, Setting: setting},
	}
}

// Without special numbers a line is what encoding/json makes of the event, and its type.
func TestLinesAreThoseOfEncodingJSON(t *testing.T) {
	for _, ev := range every() {
		plain, err := json.Marshal(ev)
		if err != nil {
			t.Fatal(err)
		}
		want := decode(t, string(plain))
		want["type"] = ev.Type()
		got := decode(t, line(t, ev))
		numbers(got)
		numbers(want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%T: %v\nwant %v", ev, got, want)
		}
	}
}

// numbers replaces numbers by their values: 1e+21 and 1e21 are the same.
func numbers(m map[string]any) {
	for key, v := range m {
		m[key] = number(v)
	}
}

func number(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			panic(err)
		}
		return f
	case map[string]any:
		numbers(v)
	case []any:
		for i := range v {
			v[i] = number(v[i])
		}
	}
	return v
}

// The type comes first, and nothing that needs an escape is in a name: names are
// quoted as Go quotes them, which is JSON for such names only.
func TestNamesNeedNoEscape(t *testing.T) {
	plain := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, ev := range every() {
		text := line(t, ev)
		if !plain.MatchString(ev.Type()) || !strings.HasPrefix(text, `{"type":"`+ev.Type()+`",`) {
			t.Errorf("%T: %.60s", ev, text)
		}
		for key, v := range decode(t, text) {
			if !plain.MatchString(key) {
				t.Errorf("%T: field %q", ev, key)
			}
			if inner, ok := v.(map[string]any); ok {
				for key := range inner {
					if !plain.MatchString(key) {
						t.Errorf("%T: field %q", ev, key)
					}
				}
			}
		}
	}
}

// wild has every sort of field that the encoder treats by itself.
type wild struct {
	F       float64
	Narrow  float32
	List    []float64         `json:"list"`
	Pair    [2]float64        `json:"pair"`
	To      *float64          `json:"to"`
	Nowhere *inner            `json:"nowhere"`
	Deep    inner             `json:"deep"`
	Many    []inner           `json:"many"`
	Text    string            `json:"text"`
	Big     uint64            `json:"big"`
	Yes     bool              `json:"yes"`
	Time    clock.Time        `json:"time"`
	Where   *problem.Interval `json:"where"`
	Named   map[string]int    `json:"named"`
	Left    float64           `json:"-"`
	NoList  []int             `json:"no_list,omitempty"`
	NoText  string            `json:"no_text,omitempty"`
	None    *inner            `json:"none,omitempty"`
	Zero    int               `json:"zero,omitempty"`
	Always  inner             `json:"always,omitempty"`
	Some    []int             `json:"some,omitempty"`
	hidden  float64
	Flat
	Held inner `json:"held"`
}

type inner struct{ X, Y float64 }

// Flat is embedded, and embeds.
type Flat struct {
	One int `json:"one"`
	flatter
}

type flatter struct {
	Two float64 `json:"two"`
}

func (wild) Type() string { return "wild" }

func TestNumbersThatJSONLacksBecomeNull(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	w := wild{
		F: nan, Narrow: float32(math.Inf(-1)), List: []float64{1, nan, -inf, .5}, Pair: [2]float64{inf, 2}, To: &nan,
		Deep: inner{nan, 1}, Many: []inner{{2, inf}, {3, 4}}, Left: 8, NoList: []int{}, Some: []int{0}, hidden: 9,
		Flat: Flat{5, flatter{nan}}, Time: clock.Iteration, Where: &problem.Interval{Lo: -1, Hi: 2},
	}
	const want = `{"type":"wild","F":null,"Narrow":null,"list":[1,null,null,0.5],"pair":[null,2],"to":null,` +
		`"nowhere":null,"deep":{"X":null,"Y":1},"many":[{"X":2,"Y":null},{"X":3,"Y":4}],"text":"","big":0,"yes":false,` +
		`"time":"iteration","where":[-1,2],"named":null,` +
		`"always":{"X":0,"Y":0},"some":[0],` +
		`"one":5,"two":null,"held":{"X":0,"Y":0}}`
	if got := line(t, w); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// Numbers come back bit for bit.
func TestNumbersAreExact(t *testing.T) {
	for _, f := range []float64{
		0, math.Copysign(0, -1), .1, -1. / 3, 1e21, 1e-7, math.MaxFloat64, -math.SmallestNonzeroFloat64,
		math.Nextafter(1, 2), 1 << 60,
	} {
		text := line(t, wild{F: f, Narrow: float32(f), To: &f, Big: math.MaxUint64})
		var back struct {
			F      float64
			Narrow *float32
			To     float64 `json:"to"`
			Big    uint64  `json:"big"`
		}
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatal(err)
		}
		if math.Float64bits(back.F) != math.Float64bits(f) || back.To != f || back.Big != math.MaxUint64 {
			t.Errorf("%g is read back as %g and %g, 2^64-1 as %d", f, back.F, back.To, back.Big)
		}
		if narrow := float32(f); math.IsInf(float64(narrow), 0) {
			if back.Narrow != nil {
				t.Errorf("an infinite float32 is read back as %g", *back.Narrow)
			}
		} else if back.Narrow == nil || math.Float32bits(*back.Narrow) != math.Float32bits(narrow) {
			t.Errorf("float32 %g is read back as %v", narrow, back.Narrow)
		}
	}
}

// Text comes back as it was, invalid UTF-8 as encoding/json has it: U+FFFD.
func TestTextIsQuotedAsJSON(t *testing.T) {
	var all strings.Builder
	for r := range rune(0x250) {
		all.WriteRune(r)
	}
	for _, text := range []string{
		all.String(), `"\` + "\b\f\n\r\t", "\x00\x01\x1f\x7f\u0080\u009f", "\u2028\u2029\u00a0\ufeff",
		"\U0001f300 π≈3", "\xff", "a\xc3(", "\xed\xa0\x80", "\xf4\x90\x80\x80", "<a&b>",
	} {
		got := line(t, train.Diverged{Parameter: text, Value: text})
		var back train.Diverged
		if err := json.Unmarshal([]byte(got), &back); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		want := text
		if !utf8.ValidString(text) {
			want = string([]rune(text)) // U+FFFD for each byte that is not UTF-8
		}
		if back.Parameter != want || back.Value != want {
			t.Errorf("%q is read back as %q", text, back.Parameter)
		}
		if strings.ContainsAny(got, "\n\r") {
			t.Errorf("%q: more than one line", text)
		}
	}
}
