package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"levyscope/internal/record"
)

// About is run.toml.
type About struct {
	Format    int             `toml:"format"`            // Format, of the build that wrote it
	Engine    string          `toml:"engine"`            // "train", "sim" or "watch"
	Build     string          `toml:"build"`             // that recorded the run, as record.Identity says
	Seed      any             `toml:"seed"`              // of the configuration; a text where TOML has no number so large
	Config    string          `toml:"config"`            // the configuration, as JSON, exactly as in the started event
	Processor Processor       `toml:"processor"`         // on which the run was recorded
	Thinned   record.Thinning `toml:"thinned,omitempty"` // by which rule events are left out
	Resumed   []Resumed       `toml:"resumed,omitempty"`

	// Planned are the changes of a script that the run was started with, as JSON, whether it has come to them or
	// not; and their checksum.
	Planned    []string `toml:"planned,omitempty"`
	PlannedSum string   `toml:"planned_sha256,omitempty"`
}

// plan takes in the changes of a script.
func (a *About) plan(changes []record.Event) error {
	for _, c := range changes {
		line, err := record.Append(nil, c)
		if err != nil {
			return err
		}
		a.Planned = append(a.Planned, string(line))
	}
	if len(changes) > 0 {
		a.PlannedSum = checksum([]byte(strings.Join(a.Planned, "\n")))
	}
	return nil
}

// planned is the run with the changes of its script.
func (a About) planned() (*record.Run, error) {
	text := append(a.started(), '\n')
	if len(a.Planned) > 0 {
		text = append(text, strings.Join(a.Planned, "\n")+"\n"...)
	}
	return record.Read(bytes.NewReader(text))
}

// Resumed says that another build or processor than the one before went on with the run.
type Resumed struct {
	Line      int       `toml:"line"` // the first one of the events that it recorded
	Build     string    `toml:"build"`
	Processor Processor `toml:"processor"`
}

// preface stands at the beginning of run.toml.
const preface = "# A recorded run of levyscope: levyscope replay computes it again, levyscope resume goes on with it.\n"

// newAbout describes a run of this process by the JSON of its started event.
func newAbout(started []byte, thinned record.Thinning) (About, error) {
	engine, config, err := record.FirstOf(started)
	if err != nil {
		return About{}, err
	}
	var c struct {
		Seed uint64 `json:"seed"`
	}
	if err := json.Unmarshal(config, &c); err != nil {
		return About{}, err
	}
	a := About{Format: Format, Engine: engine, Build: record.Identity(), Config: string(config),
		Processor: ThisProcessor(), Thinned: thinned, Seed: strconv.FormatUint(c.Seed, 10)}
	if c.Seed < 1<<63 {
		a.Seed = int64(c.Seed)
	}
	return a, nil
}

// write makes run.toml in dir: under another name, which is then changed.
func (a About) write(dir string) error {
	text, err := toml.Marshal(a)
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(dir, aboutFile), append([]byte(preface), text...))
}

// readAbout reads run.toml. Its errors name the key or the line that is wrong.
func readAbout(dir string) (About, error) {
	var a About
	text, err := os.ReadFile(filepath.Join(dir, aboutFile))
	if err != nil {
		return a, err
	}
	var f struct {
		Format int `toml:"format"`
	}
	if err := toml.Unmarshal(text, &f); err != nil {
		return a, fmt.Errorf("%s: %w", aboutFile, tomlError(err))
	}
	if f.Format > Format {
		return a, fmt.Errorf("%s: format %d is newer than this build of levyscope, which reads up to %d: use the build "+
			"that recorded it, or a later one", aboutFile, f.Format, Format)
	}
	d := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return a, fmt.Errorf("%s: %w", aboutFile, tomlError(err))
	}
	if err := a.check(); err != nil {
		return a, fmt.Errorf("%s: %w", aboutFile, err)
	}
	return a, nil
}

// tomlError is an error of the TOML decoder that names the line and, where it is unknown, the key.
func tomlError(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		line, _ := strict.Errors[0].Position()
		return fmt.Errorf("line %d: key %q is not known: the file was edited or damaged", line,
			keyText(strict.Errors[0].Key()))
	}
	var wrong *toml.DecodeError
	if errors.As(err, &wrong) {
		line, _ := wrong.Position()
		return fmt.Errorf("line %d: %w", line, err)
	}
	return err
}

func keyText(key toml.Key) string {
	var b bytes.Buffer
	for i, part := range key {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(part)
	}
	return b.String()
}

// check says what is missing or contradicts itself.
func (a About) check() error {
	switch {
	case a.Format < 1:
		return fmt.Errorf("format = %d: the first one is 1, and the file was edited or damaged", a.Format)
	case a.Engine != "train" && a.Engine != "sim" && a.Engine != record.WatchEngine:
		return fmt.Errorf("engine = %q: a run is of train, sim or watch", a.Engine)
	case len(a.Planned) > 0 && a.PlannedSum != checksum([]byte(strings.Join(a.Planned, "\n"))),
		len(a.Planned) == 0 && a.PlannedSum != "":
		return errors.New("planned: the changes do not have their checksum: the file was edited or damaged")
	case a.Config == "":
		return errors.New("config is missing: the file was edited or damaged")
	case a.Thinned.Progress < 0:
		return fmt.Errorf("thinned.progress = %d: a rule keeps each multiple of a positive number", a.Thinned.Progress)
	}
	if key := record.Duplicate([]byte(a.Config)); key != "" {
		return fmt.Errorf("config: key %q stands twice", key)
	}
	return nil
}

// started is the beginning of the started event that the file describes.
func (a About) started() []byte {
	return fmt.Appendf(nil, `{"type":"started","engine":%q,"config":%s}`, a.Engine, a.Config)
}

// run is the run that the file describes, of which nothing is recorded.
func (a About) run() (*record.Run, error) {
	run, err := record.Read(bytes.NewReader(a.started()))
	if err != nil {
		return nil, fmt.Errorf("%s: config: %w", aboutFile, err)
	}
	var seed uint64
	var config any
	switch {
	case run.Train != nil:
		seed, config = run.Train.Seed, run.Train
	case run.Sim != nil:
		seed, config = run.Sim.Seed, run.Sim
	default:
		config = run.Watch
	}
	if text := fmt.Sprint(a.Seed); text != strconv.FormatUint(seed, 10) {
		return nil, fmt.Errorf("%s: seed = %s, and that of config is %d: the file was edited or damaged", aboutFile,
			text, seed)
	}
	known, err := record.Value(config)
	if err != nil {
		return nil, err
	}
	if d, differ := record.Compare([]byte(a.Config), known, true); differ {
		if d.New == "" {
			return nil, fmt.Errorf("%s: config: key %q is not known to this build: use the one that recorded it (%s)",
				aboutFile, d.Path, a.Build)
		}
		return nil, fmt.Errorf("%s: config: %s is %s, which is read as %s", aboutFile, d.Path, d.Old, d.New)
	}
	run.Events, run.Whole, run.Thinned = 0, record.Extent{}, a.Thinned
	return run, nil
}
