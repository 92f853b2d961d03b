package record_test

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/schedule"
)

func TestEncodingErrorNamesTheField(t *testing.T) {
	bad := train.Changed{Step: 1, Controls: train.Controls{
		Schedule: schedule.Constant{Eta0: .1}, Batch: 1, Momentum: math.NaN(),
	}}
	if _, err := record.Append(nil, bad); err == nil || !strings.Contains(err.Error(), "Changed.Controls") {
		t.Errorf("error %v", err)
	}
	var out bytes.Buffer
	e := record.NewEncoder(&out)
	if err := e.Encode(bad); err == nil {
		t.Error("no error")
	}
	if err := errors.Join(e.Encode(train.Progress{Step: 2}), e.Flush()); err != nil {
		t.Fatal(err)
	}
	if want := `{"type":"progress","step":2,"eta":0,"loss":0}` + "\n"; out.String() != want {
		t.Errorf("after an error %q, want %q", out.String(), want)
	}
}
