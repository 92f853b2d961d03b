package trainscreen

import (
	"slices"
	"strings"
	"testing"

	"levyscope/train"
	"levyscope/train/optim"
)

// The head has the step of an evaluation that is older than the interval.
func TestAnOldEvaluationHasItsStep(t *testing.T) {
	d := newData(train.Default().Controls)
	d.evaluate(train.Evaluated{Step: 0, TestAccuracy: .1, TrainAccuracy: .2})
	for step, want := range map[int]string{500: "test acc .100", 3510: "test acc .100 at step 0"} {
		d.step = step
		if got := d.judged(500); got[0] != want {
			t.Errorf("at step %d: %q, want %q", step, got, want)
		}
	}
}

// An accuracy of 1 keeps its digit, and one of a regression is a loss.
func TestFiguresOfAnEvaluation(t *testing.T) {
	d := newData(train.Default().Controls)
	d.evaluate(train.Evaluated{TestAccuracy: 1, TrainAccuracy: .25})
	if got := d.judged(500); !slices.Equal(got, []string{"test acc 1.000", "train acc .250"}) {
		t.Error(got)
	}
}

// What was clipped has what it is a share of.
func TestClippedSaysOfWhat(t *testing.T) {
	for by, want := range map[optim.ClipBy]string{
		optim.Norm:  "25 % of the last 200 steps",
		optim.Entry: "0.5 % of the entries of the last 200 steps",
	} {
		c := clipped{train.Clipped{From: 100, Step: 300, Count: 50, EntryShare: .005, Clip: optim.Clip{By: by, Limit: 1}}}
		if got := c.words(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// Where blocks of the size that was asked for cannot be had, the table says that alpha is another figure.
func TestOtherBlocksAreSaid(t *testing.T) {
	m := open(t, small())
	advance(t, m, 3)
	if text := shown(m, 120); strings.Contains(text, "not comparable") {
		t.Errorf("blocks as asked for:\n%s", text)
	}
	m.asFirst.Probe.Batches, m.asFirst.Probe.Block = 1024, 32
	want := "not comparable with K1 32"
	if text := shown(m, 120); !strings.Contains(text, want) {
		t.Errorf("no %q:\n%s", want, text)
	}
}

// A linear model is called so, and schedules have a line of what they are.
func TestWordsOfTheLists(t *testing.T) {
	for model, want := range map[string]string{
		"linear": "linear 40-10", "softmax": "linear 40-10", "mlp:5": "MLP 40-10 relu",
	} {
		if got := networkWords(model, "MLP 40-10 relu"); got != want {
			t.Errorf("%s: %q, want %q", model, got, want)
		}
	}
	m := open(t, small())
	advance(t, m, 1)
	for _, e := range m.schedules().Entries() {
		if e.Meaning == "" || e.Meaning == e.Text || e.Gives == "" {
			t.Errorf("%+v", e)
		}
	}
}
