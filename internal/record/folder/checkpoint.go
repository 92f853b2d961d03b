package folder

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"levyscope/internal/record"
	"levyscope/internal/safetensors"
)

// state is the state of an engine between two steps: JSON, and its large arrays apart.
type state interface {
	json.Marshaler
	Tensors() []safetensors.Tensor
}

// cadence is the time between two checkpoints.
const cadence = 10 * time.Second

// Due says that it is time for a checkpoint. It is asked before each step, and costs a look at the clock.
func (w *Writer) Due() bool { return time.Since(w.opened) >= time.Duration(w.due.Load()) }

// manifest is checkpoint.json, which says what belongs to a checkpoint.
type manifest struct {
	Format int               `json:"format"`
	Step   int               `json:"step"`   // the next one
	Lines  int               `json:"lines"`  // events before it
	Bytes  int64             `json:"bytes"`  // of their lines
	Events string            `json:"events"` // checksum of those
	Files  map[string]string `json:"files"`  // checksum of each
	Sum    string            `json:"sha256"` // of this object with an empty sum
}

// The files of a checkpoint.
const (
	manifestFile = "checkpoint.json"
	stateFile    = "state.json"
	tensorsFile  = "tensors.safetensors"
)

// sealed is the manifest as JSON with its own checksum.
func (m manifest) sealed() ([]byte, error) {
	m.Sum = ""
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	m.Sum = checksum(text)
	return json.Marshal(m)
}

func checksum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// checkpoint saves the state before a step, after everything that was recorded so far has come to the disk. The
// last two checkpoints are kept. Errors are as those of Write.
func (w *Writer) checkpoint(step int, s state) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil || w.closed || !w.begun {
		w.due.Store(math.MaxInt64)
		return w.err
	}
	defer func() { w.due.Store(int64(time.Since(w.opened) + cadence)) }()
	w.err = w.save(step, s)
	return w.err
}

func (w *Writer) save(step int, s state) error {
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	files := map[string][]byte{}
	var err error
	if files[stateFile], err = s.MarshalJSON(); err != nil {
		return err
	}
	var tensors bytes.Buffer
	if err := safetensors.Write(&tensors, s.Tensors()); err != nil {
		return err
	}
	files[tensorsFile] = tensors.Bytes()
	m := manifest{Format: Format, Step: step, Lines: w.lines, Bytes: w.out.bytes,
		Events: hex.EncodeToString(w.out.sum.Sum(nil)), Files: map[string]string{}}
	for name, text := range files {
		m.Files[name] = checksum(text)
	}
	if files[manifestFile], err = m.sealed(); err != nil {
		return err
	}
	return saveCheckpoint(filepath.Join(w.dir, checkpointsPath), step, files)
}

// kept is how many checkpoints stay.
const kept = 2

// saveCheckpoint writes the files of a checkpoint under a name that no reader looks at, then gives it its name,
// and then removes the older ones but one.
func saveCheckpoint(dir string, step int, files map[string][]byte) error {
	path := filepath.Join(dir, checkpointName(step))
	temporary := filepath.Join(dir, "unfinished")
	err := errors.Join(os.RemoveAll(temporary), os.MkdirAll(temporary, 0o755))
	for name, text := range files {
		if err == nil {
			err = writeFile(filepath.Join(temporary, name), text)
		}
	}
	if err == nil {
		err = errors.Join(syncFolder(temporary), os.RemoveAll(path))
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		os.RemoveAll(temporary)
		return err
	}
	if err := syncFolder(dir); err != nil {
		return err
	}
	steps := checkpointSteps(dir)
	for _, old := range steps[min(kept, len(steps)):] {
		if err := os.RemoveAll(filepath.Join(dir, checkpointName(old))); err != nil {
			return err
		}
	}
	return nil
}

func checkpointName(step int) string { return "step-" + strconv.Itoa(step) }

// checkpointSteps are the steps of the checkpoints that there are, the last one first.
func checkpointSteps(dir string) (steps []int) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), "step-")
		if step, err := strconv.Atoi(number); ok && err == nil && checkpointName(step) == e.Name() {
			steps = append(steps, step)
		}
	}
	sort.Sort(sort.Reverse(sort.IntSlice(steps)))
	return steps
}

// Checkpoint is a saved state that can be gone on from.
type Checkpoint struct {
	Step    int
	Before  record.Extent // the events before it
	State   []byte        // JSON
	Tensors []safetensors.Tensor
}

// Checkpoints are the good ones of the recording, the last one first, and what is wrong with the others.
func (r *Recording) Checkpoints() (good []Checkpoint, bad []error) {
	dir := filepath.Join(r.dir, checkpointsPath)
	for _, step := range checkpointSteps(dir) {
		c, err := r.readCheckpoint(filepath.Join(dir, checkpointName(step)))
		if err == nil && c.Step != step {
			err = fmt.Errorf("it is of step %d", c.Step)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", filepath.Join(checkpointsPath, checkpointName(step)), err))
			continue
		}
		good = append(good, c)
	}
	return good, bad
}

// readCheckpoint reads the checkpoint at path and checks all sums, that of the events before it too.
func (r *Recording) readCheckpoint(path string) (c Checkpoint, err error) {
	m, err := readManifest(path)
	if err != nil {
		return c, err
	}
	files := map[string][]byte{}
	for _, name := range []string{stateFile, tensorsFile} {
		if files[name], err = os.ReadFile(filepath.Join(path, name)); err != nil {
			return c, err
		}
		if m.Files[name] != checksum(files[name]) {
			return c, fmt.Errorf("%s has not the checksum that it was written with", name)
		}
	}
	if m.Lines > r.Whole.Lines || m.Bytes > r.Whole.Bytes {
		return c, fmt.Errorf("it follows line %d of the events, of which %d are left", m.Lines, r.Whole.Lines)
	}
	sum, err := r.sum(m.Bytes)
	if err != nil {
		return c, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != m.Events {
		return c, fmt.Errorf("the events up to line %d have not the checksum that they were written with", m.Lines)
	}
	c = Checkpoint{Step: m.Step, Before: record.Extent{Lines: m.Lines, Bytes: m.Bytes}, State: files[stateFile]}
	if c.Tensors, err = safetensors.Read(bytes.NewReader(files[tensorsFile]), int64(len(files[tensorsFile]))); err != nil {
		return c, fmt.Errorf("%s: %w", tensorsFile, err)
	}
	return c, nil
}

// readManifest reads checkpoint.json and checks its sum.
func readManifest(path string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(path, manifestFile))
	if err != nil {
		return m, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestFile, err)
	}
	if m.Format > Format {
		return m, fmt.Errorf("%s: format %d is newer than this build reads", manifestFile, m.Format)
	}
	if sealed, err := m.sealed(); err != nil || !bytes.Equal(sealed, text) {
		return m, fmt.Errorf("%s has not the checksum that it was written with", manifestFile)
	}
	return m, nil
}

// skip reads n bytes of the events.
func skip(r io.Reader, n int64) error {
	_, err := io.CopyN(io.Discard, r, n)
	return err
}
