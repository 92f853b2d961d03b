package trainscreen

import (
	"fmt"

	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// usualEta are learning rates at which optimisers of other scales than that of SGD are mostly begun: Kingma and Ba
// 2015, algorithm 1; Bernstein et al. 2018, section 5.
var usualEta = map[string]float64{"adam": 1e-3, "adamw": 1e-3, "sign": 1e-4}

// farBeyond is how many times larger a learning rate is than the usual one where the screen says so.
const farBeyond = 3

// etaWords warns of a learning rate that an optimiser was not made for, "" where there is no reason to.
func (m *model) etaWords(kind string) string {
	now, usual := m.Controls().Schedule.Eta(m.data.step), usualEta[kind]
	if usual == 0 || now <= farBeyond*usual {
		return ""
	}
	return fmt.Sprintf("eta stays at %s, usual is %s", screen.Sig3(now), screen.Sig2(usual))
}

// optimisers are the kinds of optimisers, which take effect without a restart.
func (m *model) optimisers() picker.List {
	return picker.List{
		Title: "optimiser", Effect: live, Help: "a name or a text such as adam:beta2=0.99",
		Entries: func() (out []picker.Entry) {
			now := m.Controls().Method()
			for _, k := range optim.Kinds() {
				e := picker.Entry{Name: k.Name, Text: k.Name, Meaning: k.Meaning, InForce: optim.Kind(now) == k.Name}
				if o, err := optim.Default(k.Name); err == nil {
					e.Text = o.String()
				}
				if e.InForce {
					e.Text = now.String()
				}
				e.Gives, e.Off = m.methodGives(e.Text)
				out = append(out, e)
			}
			return out
		},
		Judge: func(text string) (gives string, err error) {
			o, err := optim.Parse(text)
			if err != nil {
				return "", err
			}
			if gives = m.etaWords(optim.Kind(o)); gives != "" {
				gives = "; " + gives
			}
			return o.String() + gives, m.allowed(m.Controls().WithMethod(o))
		},
		Choose: func(text string) picker.Outcome {
			o, err := optim.Parse(text)
			if err != nil {
				return picker.Outcome{Open: true, Err: err, List: optimiserList}
			}
			out := m.live(optimiserList, m.Controls().WithMethod(o), o.String())
			if words := m.etaWords(optim.Kind(o)); words != "" && out.Err == nil {
				out.Notice = words + "; " + out.Notice // first, because a narrow line cuts the end
			}
			return out
		},
	}
}

// methodGives is what the list says of an optimiser: its usual learning rate, or why it cannot be had.
func (m *model) methodGives(text string) (gives, off string) {
	o, err := optim.Parse(text)
	if err == nil {
		err = m.allowed(m.Controls().WithMethod(o))
	}
	if err != nil {
		return "", err.Error()
	}
	return m.etaWords(optim.Kind(o)), ""
}

// clips are the kinds of clipping, which take effect without a restart.
func (m *model) clips() picker.List {
	return picker.List{
		Title: "clipping", Effect: live, Help: "a name or a text such as norm:1",
		Entries: func() (out []picker.Entry) {
			now := m.Controls().Clip
			for _, k := range optim.ClipKinds() {
				e := picker.Entry{Name: k.Name, Text: k.Name, Meaning: k.Meaning}
				if c, err := optim.ParseClip(k.Name); err == nil {
					e.Text, e.InForce = c.String(), c.By == now.By
				}
				if e.InForce {
					e.Text = now.String()
					e.Gives = m.data.clippedWords()
				}
				if c, err := optim.ParseClip(e.Text); err == nil {
					next := m.Controls()
					next.Clip = c
					if err := m.allowed(next); err != nil {
						e.Off = err.Error()
					}
				}
				out = append(out, e)
			}
			return out
		},
		Judge: func(text string) (gives string, err error) {
			c, err := optim.ParseClip(text)
			if err != nil {
				return "", err
			}
			next := m.Controls()
			next.Clip = c
			return c.String(), m.allowed(next)
		},
		Choose: func(text string) picker.Outcome {
			c, err := optim.ParseClip(text)
			if err != nil {
				return picker.Outcome{Open: true, Err: err, List: clipList}
			}
			next := m.Controls()
			next.Clip = c
			return m.live(clipList, next, c.String())
		},
	}
}

// clippedWords is what clipping did lately, "" where nothing of it is known.
func (d *data) clippedWords() string {
	e := d.clipped
	if e == nil || e.Step == e.From {
		return ""
	}
	return fmt.Sprintf("clipped %s, median norm %s", e.words(), screen.Sig3(e.MedianNorm))
}

// clipped is what clipping did over some steps, one or more.
type clipped struct{ train.Clipped }

// words say how much was clipped, and of what: "12 % of the last 100 steps".
func (c *clipped) words() string {
	if c.Clip.By == optim.Entry {
		return fmt.Sprintf("%.3g %% of the entries of the last %d steps", 100*c.EntryShare, c.Step-c.From)
	}
	return fmt.Sprintf("%.3g %% of the last %d steps", 100*float64(c.Count)/float64(c.Step-c.From), c.Step-c.From)
}
