package trainscreen

import (
	"fmt"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/picker"
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
						e.Text = next.String()
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
	}
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
