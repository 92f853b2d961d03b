package trainscreen

import (
	"errors"
	"fmt"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// schedules are the kinds of schedules, which take effect without a restart.
func (m *model) schedules() picker.List {
	return picker.List{
		Title: "schedule", Effect: live, Help: "a name or a text such as cosine:eta0=0.1,steps=5000",
		Entries: func() (out []picker.Entry) {
			now := m.Controls().Schedule
			for _, k := range schedule.Kinds() {
				e := picker.Entry{Name: k, Text: now.String(), InForce: schedule.Kind(now) == k}
				if !e.InForce {
					next, err := schedule.Default(k, now.Eta(0))
					if err != nil {
						e.Text, e.Off = k, err.Error()
					} else {
						e.Text = m.fromNow(next).String()
					}
				}
				e.Meaning = schedule.Meaning(k)
				if e.Off == "" {
					e.Gives = e.Text
				}
				out = append(out, e)
			}
			return out
		},
		Judge: func(text string) (gives string, err error) {
			s, err := schedule.Parse(text)
			if err != nil {
				return "", err
			}
			return fmt.Sprintf("%s: eta now %.4g", s, s.Eta(m.data.step)), nil
		},
		Choose: func(text string) picker.Outcome {
			s, err := schedule.Parse(text)
			if err != nil {
				return picker.Outcome{Open: true, Err: err, List: scheduleList}
			}
			c := m.Controls()
			c.Schedule = s
			return m.live(scheduleList, c, s.String())
		},
		Preview: func(text string) {
			s, err := schedule.Parse(text)
			if err != nil { // what is wrong with it stands in the dialog
				s = nil
			}
			m.Show(s)
		},
	}
}

// arms are what the decay can act on, which takes effect without a restart.
func (m *model) arms() picker.List {
	return picker.List{
		Title: "arm", Effect: live, Help: "a name",
		Entries: func() (out []picker.Entry) {
			for a := schedule.Arm(0); a.Valid(); a++ {
				out = append(out, picker.Entry{Name: a.String(), Text: a.String(), InForce: a == m.Controls().Arm,
					Meaning: "learning-rate decay acts on " + screen.ArmMeaning(a), Off: m.armOff(a)})
			}
			return out
		},
		Judge: func(text string) (gives string, err error) {
			a, err := schedule.ParseArm(text)
			if err != nil {
				return "", err
			}
			if why := m.armOff(a); why != "" {
				return "", errors.New(why)
			}
			return "learning-rate decay acts on " + screen.ArmMeaning(a), nil
		},
		Choose: func(text string) picker.Outcome {
			a, err := schedule.ParseArm(text)
			notice := ""
			if err == nil {
				notice, err = m.putArm(a)
			}
			if err != nil {
				return picker.Outcome{Open: true, Err: err, List: armList}
			}
			if notice == "" {
				notice = "nothing changes: " + text + " is in force"
			}
			return picker.Outcome{Notice: notice}
		},
	}
}

// fromNow is a schedule whose decay begins now, where its kind has a beginning.
func (m *model) fromNow(s schedule.Schedule) schedule.Schedule {
	if m.data.step == 0 || schedule.Kind(s) == "constant" {
		return s
	}
	if next, err := schedule.With(s, "from", float64(m.data.step)); err == nil {
		return next
	}
	return s
}

// allowed says why controls cannot be put in force, nil where they can.
func (m *model) allowed(c train.Controls) error {
	if m.examples == 0 {
		return nil
	}
	return c.Validate(m.examples)
}

// live puts controls in force with a choice of a list, which needs no restart.
func (m *model) live(list int, c train.Controls, text string) picker.Outcome {
	notice, err := m.put(c)
	if err != nil {
		return picker.Outcome{Open: true, Err: err, List: list}
	}
	if notice == "" {
		notice = "nothing changes: " + text + " is in force"
	}
	return picker.Outcome{Notice: notice}
}
