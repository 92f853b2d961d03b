package schedule_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/schedule"
)

// TestTorch compares with the rates of torch.optim.lr_scheduler that testdata/torch_schedules.py wrote.
func TestTorch(t *testing.T) {
	text, err := os.ReadFile("testdata/torch_schedules.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Text string
		Eta  []float64
	}
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) < 9 {
		t.Fatalf("%d cases, error %v", len(cases), err)
	}
	for _, c := range cases {
		s := parse(t, c.Text)
		for k, want := range c.Eta {
			near.Abs(t, fmt.Sprintf("%s: Eta(%d)", c.Text, k), s.Eta(k), want, 1e-14*schedule.Reference(s))
		}
	}
}
