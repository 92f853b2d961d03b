package export_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/export"
	"levyscope/internal/near"
	"levyscope/train"
)

// The arrays of a probe have the numbers of its event.
func TestReadCaptured(t *testing.T) {
	text, events := recorded(t, train.Run(context.Background(), training(), nil))
	var all []train.Captured
	for _, e := range events {
		if c, ok := e.(train.Captured); ok {
			all = append(all, c)
		}
	}
	for _, step := range []int{0, 20, export.LastProbe} {
		got, err := export.ReadCaptured(context.Background(), strings.NewReader(text), step)
		if err != nil {
			t.Fatal(err)
		}
		want := all[len(all)-1]
		if step >= 0 {
			want = all[step/20]
		}
		if got.Step != want.Step || got.Batch != want.Batch || got.Draws != 32 || len(got.Names) != 3 {
			t.Fatalf("step %d: %+v", step, got)
		}
		for j := range want.Names {
			near.Abs(t, want.Names[j]+": centre", got.Centres[j], want.Centres[j], 0)
			near.Abs(t, got.Names[j]+": zeros", got.Zeros[j], want.Zeros[j], 0)
			for m, v := range want.Series[j] {
				near.Abs(t, want.Names[j], got.Series[3*m+j], v, 0)
			}
		}
	}
	for want, of := range map[string]string{
		"has no captured noise": strings.Split(text, "\n")[0] + "\n",
		"at the steps 0, 20":    text,
		"is damaged":            `{"type":"captured","step":7,"names":["a","b"],"series":[[1,2],[3]]}` + "\n",
		"0 series of 1":         `{"type":"captured","step":7,"names":["a"]}` + "\n",
	} {
		_, err := export.ReadCaptured(context.Background(), strings.NewReader(of), 7)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// NumPy reads the archive: texts beyond ASCII, numbers that are not finite, and single numbers.
func TestCapturedArchiveInNumPy(t *testing.T) {
	python, err := exec.LookPath("/usr/bin/python3")
	if err != nil || exec.Command(python, "-c", "import numpy").Run() != nil {
		t.Skip("no Python with NumPy")
	}
	c, err := export.ReadCaptured(context.Background(), strings.NewReader(
		`{"type":"captured","step":7,"batch":2,"names":["w[0]","größe[17]"],"centres":[1,0.5],"zeros":[0,1],`+
			`"series":[[1,null,3],[4,5,6]]}`), 7)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := c.WriteNPZ(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.npz")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	script := `import numpy as np, sys
z = np.load(sys.argv[1])
numbers = [int(z[k]) for k in ("step", "batch", "batches")]
print(list(z["names"]), z["series"].tolist(), z["centres"], z["zeros"], *numbers)`
	out, err := exec.Command(python, "-c", script, path).CombinedOutput()
	want := "['w[0]', 'größe[17]'] [[1.0, 4.0], [nan, 5.0], [3.0, 6.0]] [1.  0.5] [0. 1.] 7 2 3\n"
	if err != nil || string(out) != want {
		t.Errorf("%v: %s, want %s", err, out, want)
	}
}
