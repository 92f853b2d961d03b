package record

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// Matcher compares the events of a run that is computed again with those of its recording, as they come.
type Matcher struct {
	lines *bufio.Scanner
	// Added says that events may have fields which the recording lacks, as those of a newer build have.
	Added bool
	// Rounded is the first event that differs in the last digits of numbers only, nil where there is none. With Added
	// that is no difference: builds before exact sums rounded after each term.
	Rounded *Differs
	n       int
	buf     []byte
}

// NewMatcher compares with the lines that r holds. The first of them is line from+1 of the recording.
func NewMatcher(r io.Reader, from int) *Matcher { return &Matcher{lines: Lines(r), n: from} }

// Line is the number of the last line that was compared.
func (m *Matcher) Line() int { return m.n }

// Differs is the error of a recorded event that is computed otherwise.
type Differs struct {
	Line int // of the recording
	Difference
}

// Error names the line and, where there is one, the field.
func (d *Differs) Error() string {
	text := fmt.Sprintf("differs from line %d", d.Line)
	switch {
	case d.Path == "":
	case d.New == "":
		text += fmt.Sprintf(" (%s is recorded, and not computed)", d.Path)
	case d.Old == "":
		text += fmt.Sprintf(" (%s is computed, and not recorded)", d.Path)
	default:
		text += fmt.Sprintf(" (%s: %s recorded, %s computed)", d.Path, d.Old, d.New)
	}
	return text
}

// Next compares the next recorded line with e, which must not be Transient. The error is a *Differs, one
// of the reader, or io.EOF behind the last line.
func (m *Matcher) Next(e Event) error {
	if !m.lines.Scan() {
		if err := m.lines.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	m.n++
	var err error
	if m.buf, err = Append(m.buf[:0], e); err != nil {
		return err
	}
	recorded, computed := timeless(bytes.TrimRight(m.lines.Bytes(), "\r\n")), timeless(m.buf)
	if bytes.Equal(recorded, computed) {
		return nil
	}
	d, differ := Compare(recorded, computed, m.Added)
	if differ && m.Added && m.onlyRounded(recorded, computed) {
		if m.Rounded == nil {
			m.Rounded = &Differs{m.n, d}
		}
		differ = false
	}
	if !differ && m.Added && Duplicate(recorded) == "" {
		return nil
	}
	return &Differs{m.n, d}
}

// onlyRounded says that an event of figures differs in their last digits. What the run was started with, and its
// changes, are no figures.
func (m *Matcher) onlyRounded(recorded, computed []byte) bool {
	if bytes.HasPrefix(computed, []byte(`{"type":"started"`)) || bytes.HasPrefix(computed, []byte(`{"type":"changed"`)) {
		return false
	}
	x, err := value(recorded)
	y, failed := value(computed)
	if err != nil || failed != nil {
		return false
	}
	_, differ := comparison{added: true, rounded: true}.values("", x, y)
	return !differ
}

// timeless is a done event without the speed of the run, which depends on a clock.
func timeless(line []byte) []byte {
	if !bytes.HasPrefix(line, []byte(`{"type":"done"`)) {
		return line
	}
	if i := bytes.LastIndex(line, []byte(`,"steps_per_second":`)); i >= 0 {
		return append(bytes.Clone(line[:i]), '}')
	}
	return line
}
