package screen

import (
	"testing"

	"levyscope/train/schedule"
)

// What eta0 is depends on the schedule.
func TestAboutEta0(t *testing.T) {
	for text, want := range map[string]string{
		"constant:eta0=0.1":           "eta0: learning rate at step 0",
		"cosine:eta0=0.1,warmup=10":   "eta0: reference learning rate, after the warm-up",
		"onecycle:eta0=0.1,steps=100": "eta0: learning rate at the peak",
		"points:eta0=1,at=0:0.1/9:0":  "eta0: multiplies the rates of the list",
	} {
		s, err := schedule.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := aboutControl("eta0", s); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
