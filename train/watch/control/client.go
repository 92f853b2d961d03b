package control

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"sync/atomic"
	"time"

	"levyscope/train/watch"
)

const (
	poll      = 250 * time.Millisecond // between two looks at the job's answers
	heartbeat = 10 * time.Second       // between two signs of life while the job is paused
	mostQueue = 1024                   // commands that wait to be written
)

// ErrBusy says that too many commands wait to be written.
var ErrBusy = errors.New("too many commands wait for the disk of the folder: try again when it answers")

// Client sends commands to a job and knows what became of them. Its methods may be called from any goroutine.
type Client struct {
	folder string
	queue  chan request
	states chan State
	seq    atomic.Int64
	state  State   // of the goroutine of Run only
	now    session // of the state
	tail   tail
	made   bool // the file of commands is there
	beats  int
	beat   time.Time // of the last sign of life; zero: none is due
}

// New returns a client of the folder of a job, for a viewer of its own name (see NewViewer).
func New(folder, viewer string) *Client {
	return &Client{folder: folder, queue: make(chan request, mostQueue), states: make(chan State, 1),
		state: State{Viewer: viewer}}
}

// request is a command that waits to be written.
type request struct {
	Command
	values func() watch.Values // what it sets
}

// Send sends a command, without waiting. Commands are written in the order of their numbers.
func (c *Client) Send(set watch.Values) (seq int, err error) {
	return c.SendLater(func() watch.Values { return set })
}

// SendLater is Send of values that take time to compute: that is done on the goroutine of Run.
func (c *Client) SendLater(values func() watch.Values) (seq int, err error) {
	seq = int(c.seq.Add(1))
	select {
	case c.queue <- request{Command{Seq: seq, Sent: time.Now()}, values}:
		return seq, nil
	default:
		return 0, ErrBusy
	}
}

// States has the state whenever it has changed; one that nobody took gives way to the next. It is closed when Run
// ends.
func (c *Client) States() <-chan State { return c.states }

// Run reads and writes until ctx ends. A pause of this viewer's is ended then.
func (c *Client) Run(ctx context.Context) {
	defer close(c.states)
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	c.look()
	c.tell()
	for {
		changed := false
		select {
		case <-ctx.Done():
			c.finish()
			return
		case next := <-c.queue:
			next.Set = next.values()
			c.write(next.Command)
			changed = true
		case now := <-ticker.C:
			changed = c.look() || c.lateNow(now)
			c.live(now)
		}
		if changed {
			c.tell()
		}
	}
}

// tell puts the state where States has it, in place of one that was not taken.
func (c *Client) tell() {
	select {
	case <-c.states:
	default:
	}
	c.states <- c.state.copy()
}

// look reads what the job has written since.
func (c *Client) look() (changed bool) {
	s, found, err := latest(c.folder, c.now)
	if c.now = s; found {
		c.state.begin(s)
		c.tail = tail{path: join(c.folder, s.name, "events.ndjson")}
		c.beat, changed = time.Time{}, true
	}
	if err == nil && c.state.Session != "" {
		err = c.tail.read(func(line []byte) {
			if c.state.take(line) {
				changed = true
			}
		})
	}
	if step, ok := c.now.lastStep(c.folder); ok && step != c.state.Step {
		c.state.Step, changed = step, true
	}
	if (err == nil) != (c.state.Err == nil) {
		changed = true
	}
	c.state.Err = err
	if c.state.PausedBy != c.state.Viewer && c.state.Resumed != "" {
		c.beat = time.Time{}
	}
	return changed
}

// lateNow says that a command has just become late, or is: its age is shown.
func (c *Client) lateNow(now time.Time) bool {
	for _, x := range c.state.Commands {
		if x.Standing == Sent && now.Sub(x.Sent) >= Late && now.Sub(x.Sent)%time.Second < poll {
			return true
		}
	}
	return false
}

// write writes a command, for the session of the folder as it is now.
func (c *Client) write(next Command) {
	c.look()
	next.Viewer, next.Session = c.state.Viewer, c.state.Session
	err := c.state.Obstacle()
	if err == nil {
		var line []byte
		if line, err = next.line(); err == nil {
			err = c.append(line)
		}
	}
	if err != nil {
		next.Standing, next.Why = Failed, err.Error()
	} else if next.Set.Pause != nil {
		c.beat = time.Time{}
		if *next.Set.Pause {
			c.beat = next.Sent
		}
	}
	c.state.Commands = lastOf(append(c.state.Commands, next))
}

// append adds a line to the file of commands, which is made again where it is gone with its folder.
func (c *Client) append(line []byte) error {
	path := join(c.folder, fileName(c.state.Viewer))
	err := appendLine(path, line, c.made)
	if c.made && errors.Is(err, fs.ErrNotExist) {
		err = appendLine(path, line, false)
	}
	c.made = c.made || err == nil
	return err
}

// live writes a sign of life while the job is paused by this viewer.
func (c *Client) live(now time.Time) {
	if c.beat.IsZero() || now.Sub(c.beat) < heartbeat || c.state.Over {
		return
	}
	c.beats++
	b, err := json.Marshal(struct {
		Session string `json:"session"`
		Viewer  string `json:"viewer"`
		Alive   int    `json:"alive"`
	}{c.state.Session, c.state.Viewer, c.beats})
	if err == nil {
		err = c.append(append(b, '\n'))
	}
	if err == nil {
		c.beat = now
	}
}

// finish writes what waits and ends a pause of this viewer's: a job does not wait for a viewer that is gone.
func (c *Client) finish() {
	for {
		select {
		case next := <-c.queue:
			next.Set = next.values()
			c.write(next.Command)
			continue
		default:
		}
		break
	}
	if !c.beat.IsZero() && c.state.Obstacle() == nil {
		goOn := false
		c.write(Command{Seq: int(c.seq.Add(1)), Set: watch.Values{Pause: &goOn}, Sent: time.Now()})
	}
}
