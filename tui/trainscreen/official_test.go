package trainscreen

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// digits writes files in the format of MNIST with n images for training and m for testing. The training images end so
// many bytes too early.
func digits(t *testing.T, n, m, lacks int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, count := range map[string]int{"train": n, "t10k": m} {
		images := binary.BigEndian.AppendUint32(nil, 0x803)
		labels := binary.BigEndian.AppendUint32(nil, 0x801)
		for _, size := range []int{count, 28, 28} {
			images = binary.BigEndian.AppendUint32(images, uint32(size))
		}
		labels = binary.BigEndian.AppendUint32(labels, uint32(count))
		for i := range count * 28 * 28 {
			images = append(images, byte(i*i))
		}
		for i := range count {
			labels = append(labels, byte(i%10))
		}
		if name == "train" {
			images = images[:len(images)-lacks]
		}
		for part, b := range map[string][]byte{"-images-idx3-ubyte": images, "-labels-idx1-ubyte": labels} {
			if err := os.WriteFile(filepath.Join(dir, name+part), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// Until files were read the list has their published size, and then their own, by which the intervals go.
func TestOfficialFilesAreReadBeforeTheyRun(t *testing.T) {
	cfg := tiny()
	cfg.DataDir, cfg.EvaluateEvery = digits(t, 40, 20, 0), 500
	m := play(t, screen.Env{}, cfg)
	m.follow(5)
	m.choose(dataList)
	if shown := m.dialog(); !strings.Contains(shown, "published size 60,000 + 10,000 of 1x28x28") {
		t.Errorf("before:\n%s", shown)
	}
	m.enter("mnist")
	m.until("the new run", func() bool { return picker.Kind(m.cfg.Data) == "mnist" && m.started != nil })
	if m.examples != 40 || m.cfg.EvaluateEvery != 500 {
		t.Errorf("%d examples, evaluated every %d steps", m.examples, m.cfg.EvaluateEvery)
	}
	m.choose(dataList)
	if shown := m.dialog(); !strings.Contains(shown, "40 + 20 of 1x28x28") {
		t.Errorf("after:\n%s", shown)
	}
}

// Damaged files are refused in the list, and the run goes on.
func TestDamagedOfficialFilesAreRefused(t *testing.T) {
	cfg := tiny()
	cfg.DataDir = digits(t, 40, 20, 7)
	m := play(t, screen.Env{}, cfg)
	m.follow(5)
	before := m.started
	m.choose(dataList)
	m.enter("mnist")
	m.until("the error", func() bool { return m.reading == choice{} })
	if shown := m.dialog(); !m.Typing() || m.started != before || !strings.Contains(shown, "the header tells of") {
		t.Errorf("not refused:\n%s", shown)
	}
}

// Files that run are not read again for the list.
func TestOfficialFilesThatRunAreKnown(t *testing.T) {
	cfg := tiny()
	cfg.Data, cfg.DataDir = "mnist", digits(t, 40, 20, 0)
	m := play(t, screen.Env{}, cfg)
	m.follow(2)
	m.choose(dataList)
	if shown := m.dialog(); !strings.Contains(shown, "40 of 1x28x28") {
		t.Errorf("not known:\n%s", shown)
	}
}
