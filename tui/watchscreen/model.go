// Package watchscreen is the Train screen of a run that trains elsewhere, which it follows by the folder of that run.
//
//	folder --watch.Run--> feed --> events.go --> the panes of trainscreen
//	keys --> train.Controls --Spec.Stored--> commands.go --control.Client--> folder --> job
//	folder --control.Client--> answered, head.go: what became of the commands, while the viewer is paused too
package watchscreen

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/train/watch"
	"levyscope/train/watch/control"
	"levyscope/tui/screen"
	"levyscope/tui/trainscreen"
)

// own are the controls with which a job begins: its own.
func own() train.Controls {
	return train.Controls{Schedule: schedule.Constant{Eta0: 1}, Batch: 1, Form: train.PyTorch}
}

// model is the screen.
type model struct {
	trainscreen.Train
	cfg    watch.Config
	ctx    context.Context
	run    func(ctx context.Context, cfg watch.Config) iter.Seq2[train.Event, error]
	client *control.Client
	viewer string
	end    context.CancelFunc // of the client; nil before it runs
	ended  chan struct{}      // closed when the client has ended

	state    control.State
	told     map[int]control.Standing // of our commands, as the user was told
	attached *watch.Attached          // nil until a session is there
	status   watch.Status
	fresh    bool // no step of the session was shown
	over     bool // the job has said that it ended
	draws    draws
	orders   orders
}

// New returns the screen of a run that trains elsewhere, which is not under way.
func New(ctx context.Context, env screen.Env, cfg watch.Config) screen.Screen {
	return newModel(ctx, env, cfg)
}

func newModel(ctx context.Context, env screen.Env, cfg watch.Config) *model {
	viewer := control.NewViewer()
	m := &model{cfg: cfg, ctx: ctx, run: watch.Run, viewer: viewer, client: control.New(cfg.Folder, viewer),
		told: map[int]control.Standing{}, orders: newOrders()}
	m.Train = trainscreen.NewElsewhere(ctx, env, trainscreen.Elsewhere{
		Controls: own(),
		Kappa:    cfg.JumpThreshold,
		Run: func(ctx context.Context) iter.Seq2[train.Event, error] {
			return m.run(ctx, m.cfg)
		},
		Shown:   m.shown,
		Changed: m.changed,
		Stored:  m.order,
		Refuses: m.refuses,
		Keys:    m.keys(),
		Knobs:   func() []screen.Knob { return []screen.Knob{m.clipKnob()} },
		System:  m.system,
		Waiting: m.waiting,
		Now:     m.now,
	})
	return m
}

// Begin starts to follow the run, and what carries commands to it.
func (m *model) Begin() tea.Cmd {
	ctx, end := context.WithCancel(m.ctx)
	m.end, m.ended = end, make(chan struct{})
	go func() {
		defer close(m.ended)
		m.client.Run(ctx)
	}()
	return tea.Batch(m.Train.Begin(), m.await())
}

// Stop ends both. A pause of ours in the job is ended with the client.
func (m *model) Stop() <-chan struct{} {
	engine := m.Train.Stop()
	if m.end == nil {
		return engine
	}
	m.end()
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-m.ended
		<-engine
	}()
	return done
}

// stateMsg brings what is known of the controls of a job.
type stateMsg struct {
	of    *model
	state control.State
}

// await waits for news of the controls.
func (m *model) await() tea.Cmd {
	return func() tea.Msg {
		s, ok := <-m.client.States()
		if !ok {
			return nil
		}
		return stateMsg{m, s}
	}
}

// Update takes in a message.
func (m *model) Update(msg tea.Msg) tea.Cmd {
	s, ok := msg.(stateMsg)
	if !ok {
		return m.Train.Update(msg)
	}
	if s.of != m {
		return nil
	}
	return tea.Batch(m.answered(s.state), m.await())
}

// now is the last step of the job as far as it is known.
func (m *model) now() int {
	if m.attached == nil || m.state.Session == "" {
		return m.Step()
	}
	return max(m.Step(), m.state.Step)
}

// answered takes in what is known of the controls, and tells what came to nothing.
func (m *model) answered(s control.State) tea.Cmd {
	m.state = s
	var cmd tea.Cmd
	for _, c := range s.Commands {
		if m.told[c.Seq] == c.Standing {
			continue
		}
		m.told[c.Seq] = c.Standing
		if c.Standing == control.Acknowledged && m.attached != nil && m.attached.Rank != 0 {
			// The answers stand among the lines of rank 0, which the engine does not read.
			m.Take(watch.Acknowledged{Step: c.Step, Viewer: c.Viewer, Seq: c.Seq, Set: c.Set, Was: c.Was})
		}
		if c.Standing == control.Acknowledged || c.Standing == control.Sent {
			continue
		}
		m.Withdraw(m.orders.inForce)
		cmd = screen.Notice(fmt.Sprintf("command %d %s", c.Seq, c.Text(c.Sent)))
	}
	return cmd
}

// refuses is why no control can be put in force now.
func (m *model) refuses() error {
	if m.state.Err != nil {
		return fmt.Errorf("the folder cannot be read: %w", m.state.Err)
	}
	if m.attached != nil && !m.attached.Control && m.attached.Rank == 0 {
		return control.State{Session: m.attached.Session}.Obstacle()
	}
	return m.state.Obstacle()
}

// waiting says what is awaited while there is no session.
func (m *model) waiting() string {
	switch {
	case m.attached != nil:
		return ""
	case m.status.Why != "":
		return m.status.Why
	}
	return "waiting for the run in " + m.cfg.Folder + " …"
}

// system says what runs.
func (m *model) system() (full, brief string) {
	a := m.attached
	if a == nil {
		return "", ""
	}
	name := filepath.Base(m.cfg.Folder) // what draws it makes it harmless
	full = fmt.Sprintf("%s: %d of %d parameters in %d arrays, by %s", m.cfg.Folder, a.Sampled, a.Parameters,
		len(a.Layers), a.Writer)
	if a.World > 1 {
		full += fmt.Sprintf(", rank %d of %d", a.Rank, a.World)
	}
	brief = fmt.Sprintf("%s: %d of %d parameters", name, a.Sampled, a.Parameters)
	if !a.Control {
		full, brief = full+", without control", brief+", without control"
	}
	return full, brief
}

// clipKnob is the bound of the norm of the gradient.
func (m *model) clipKnob() screen.Knob {
	c := m.Controls().Clip
	k := screen.Knob{Name: "clip", Value: "none"}
	k.Range, k.What = optim.AboutLimit()
	k.Range += ", or none"
	k.What = "Bound of the norm of the gradient; none leaves it as the job has it."
	if c.By != optim.Nothing {
		k.Value = screen.Sig4(c.Limit)
	}
	k.Move = func(direction int) string {
		next := m.Controls()
		if next.Clip.By == optim.Nothing {
			next.Clip = optim.Clip{By: optim.Norm, Limit: 1}
		} else {
			next.Clip.Limit = screen.Rung(next.Clip.Limit, direction)
		}
		return m.put(next)
	}
	k.Check = func(text string) error {
		_, err := clipOf(text)
		return err
	}
	k.Set = func(text string) (notice string, err error) {
		next := m.Controls()
		if next.Clip, err = clipOf(text); err != nil {
			return "", err
		}
		return m.Put(next)
	}
	return k
}

// put puts controls in force, or says why not.
func (m *model) put(c train.Controls) (notice string) {
	notice, err := m.Put(c)
	if err != nil {
		return err.Error()
	}
	return notice
}

// clipOf reads a bound of the norm.
func clipOf(text string) (optim.Clip, error) {
	if text == "none" || text == "" {
		return optim.Clip{}, nil
	}
	c, err := optim.Clip{By: optim.Norm, Limit: 1}.WithLimit(text)
	if err != nil {
		return c, screen.Cause(err)
	}
	return c, nil
}
