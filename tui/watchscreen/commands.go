package watchscreen

import (
	"math"
	"slices"
	"strconv"

	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/train/watch"
	"levyscope/train/watch/control"
)

// orders are the commands of this viewer, and what is in force.
type orders struct {
	inForce train.Controls          // by the answers of the job
	values  watch.Values            // the same, as the job has it
	sent    map[int]train.Controls  // the controls that a command asks for
	before  map[int]train.Controls  // those that it changes
	known   map[string]watch.Values // what the job had in force with controls, for an exact undo
	problem error                   // why the last one was not sent
	foreign string                  // a learning rate that another viewer has set in place of the job's own; "": none
}

func newOrders() orders {
	return orders{inForce: own(), sent: map[int]train.Controls{}, before: map[int]train.Controls{},
		known: map[string]watch.Values{}}
}

// mostKnown bounds what is remembered of commands.
const mostKnown = 4096

// key names controls.
func key(c train.Controls) string { return c.Schedule.String() + " " + c.Clip.String() }

// order sends what makes the controls before those now.
func (m *model) order(before, now train.Controls) {
	o := &m.orders
	if key(before) == key(now) {
		return
	}
	old, known := o.known[key(now)]
	rate, clip := before.Schedule != now.Schedule, before.Clip != now.Clip
	absolute := o.values.Eta != nil && !math.IsNaN(*o.values.Eta)
	from := m.now() + 1
	seq, err := m.client.SendLater(func() (v watch.Values) {
		if rate {
			v = rateOf(now.Schedule, from)
			if absolute {
				v.Eta = new(math.NaN())
			}
		}
		if clip {
			v.Clip = new(clipValue(now.Clip))
		}
		if known {
			v = exactly(v, old)
		}
		return v
	})
	if o.problem = err; err != nil {
		return
	}
	if len(o.sent) > mostKnown {
		clear(o.sent)
		clear(o.before)
	}
	o.sent[seq], o.before[seq] = now, before
}

// rateOf is what a schedule over the job's own sets: a factor where it is constant, else points from a step on.
func rateOf(s schedule.Schedule, from int) watch.Values {
	if c, ok := s.(schedule.Constant); ok {
		return watch.Values{Scale: new(c.Eta0), Schedule: [][2]float64{}}
	}
	return watch.Values{Scale: new(1.), Schedule: control.Points(s, from)}
}

// clipValue is the bound of the norm, NaN without one.
func clipValue(c optim.Clip) float64 {
	if c.By == optim.Nothing {
		return math.NaN()
	}
	return c.Limit
}

// exactly is v with what it sets as the job had it before.
func exactly(v, old watch.Values) watch.Values {
	if v.Scale != nil && old.Scale != nil && v.Schedule != nil && old.Schedule != nil {
		v.Scale, v.Schedule = old.Scale, old.Schedule
		if old.Eta != nil {
			v.Eta = old.Eta
		}
	}
	if v.Clip != nil && old.Clip != nil {
		v.Clip = old.Clip
	}
	return v
}

// acknowledged takes in what the job obeys from a step on; ok is false where that are no controls of the screen.
func (m *model) acknowledged(e watch.Acknowledged) (c train.Controls, ok bool) {
	o := &m.orders
	o.values = over(o.values, e.Set)
	asked, ours := o.sent[e.Seq]
	ours = ours && e.Viewer == m.viewer
	c = o.inForce
	if e.Set.Scale != nil || e.Set.Schedule != nil || e.Set.Eta != nil {
		c.Schedule, ok = scheduleOf(o.values), true
		if ours {
			c.Schedule = asked.Schedule
		}
		o.foreign = ""
		if eta := o.values.Eta; eta != nil && !math.IsNaN(*eta) {
			o.foreign = strconv.FormatFloat(*eta, 'g', 4, 64)
		}
	}
	if e.Set.Clip != nil {
		c.Clip, ok = clipIn(*e.Set.Clip), true
	}
	if !ok {
		return c, false
	}
	if ours {
		if len(o.known) > mostKnown {
			clear(o.known)
		}
		o.known[key(o.before[e.Seq])] = e.Was
	}
	o.inForce = c
	if !ours {
		m.Adopt(e.Step, c, m.who(e.Viewer))
	}
	return c, true
}

// who names a viewer.
func (m *model) who(viewer string) string {
	if viewer == m.viewer {
		return "this viewer"
	}
	return "viewer " + brief(viewer)
}

// over is v with what set sets in it.
func over(v, set watch.Values) watch.Values {
	if set.Scale != nil {
		v.Scale = set.Scale
	}
	if set.Eta != nil {
		v.Eta = set.Eta
	}
	if set.Schedule != nil {
		v.Schedule = set.Schedule
	}
	if set.Clip != nil {
		v.Clip = set.Clip
	}
	return v
}

// clipIn is a bound as a job has it.
func clipIn(limit float64) optim.Clip {
	if !(limit > 0) || math.IsInf(limit, 0) {
		return optim.Clip{}
	}
	return optim.Clip{By: optim.Norm, Limit: limit}
}

// scheduleOf is the factor that values are of the job's own learning rate. Of a list with more points than a table
// takes every so many are kept.
func scheduleOf(v watch.Values) schedule.Schedule {
	scale := 1.
	if v.Scale != nil && *v.Scale >= 0 && !math.IsInf(*v.Scale, 0) {
		scale = *v.Scale
	}
	points := v.Schedule
	if len(points) == 0 || scale == 0 {
		return schedule.Constant{Eta0: scale}
	}
	for len(points) > schedule.MaxListed {
		last := points[len(points)-1]
		kept := points[:0:0]
		for i := 0; i < len(points); i += 2 {
			kept = append(kept, points[i])
		}
		points = append(slices.Clip(kept[:len(kept)-1]), last)
	}
	text := "points:eta0=" + strconv.FormatFloat(scale, 'g', -1, 64) + ",at="
	for i, p := range points {
		if i > 0 {
			text += "/"
		}
		text += strconv.FormatFloat(math.Round(p[0]), 'f', -1, 64) + ":" + strconv.FormatFloat(p[1], 'g', -1, 64)
	}
	s, err := schedule.Parse(text)
	if err != nil { // a table that the grammar does not take
		return schedule.Constant{Eta0: scale}
	}
	return s
}
