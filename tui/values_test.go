package tui

import (
	"fmt"
	"iter"
	"math"
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"

	"levyscope/sim"
	"levyscope/train"
	"levyscope/tui/feed"
)

// special are the values at which arithmetic changes its ways.
var special = []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 0, math.SmallestNonzeroFloat64,
	-math.SmallestNonzeroFloat64, 0x1p-1022, math.MaxFloat64, -math.MaxFloat64, math.MaxFloat32, 1 - 0x1p-53, -1}

// Whatever number an event brings, in all its fields at once or in one of them, the screen is drawn whole.
func TestSpecialValuesInEvents(t *testing.T) {
	o := small()
	o.Train.Model, o.Train.Steps = "mlp:8", 250
	o.Train.Probe.Every, o.Train.EvaluateEvery, o.Train.JumpsEvery = 50, 50, 25
	o.Sim.Steps = 4000
	t.Run("train", func(t *testing.T) {
		attack(t, o, "train", train.Run(t.Context(), o.Train, nil))
	})
	t.Run("simulate", func(t *testing.T) {
		attack(t, o, "simulate", sim.Run(t.Context(), o.Sim, nil))
	})
}

// attack gives a screen the events of a run with special values in each field of each type of event.
func attack[E interface{ Type() string }](t *testing.T, o Options, name string, events iter.Seq2[E, error]) {
	var all []E
	kinds := map[string]int{} // the last event of a type
	for e, err := range events {
		if err != nil {
			t.Fatal(err)
		}
		kinds[e.Type()] = len(all)
		if all = append(all, e); len(all) >= 20000 {
			break
		}
	}
	o.Screen = name
	show := func(kind string) *root {
		m := open(t, o, 120, 36)
		if kind != all[0].Type() { // which a run yields once
			give(m, all[:len(all)/2]...)
		}
		return m
	}
	for kind, at := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			n := with(all[at], 0, none).fields
			for i, v := range special {
				m := show(kind)
				give(m, with(all[at], v, every).event)
				look(t, m, fmt.Sprintf("%s, all %v", kind, v))
				give(m, all[max(1, len(all)/2):]...)
				look(t, m, fmt.Sprintf("%s, all %v, and then others", kind, v))
				m = show(kind)
				for k := range n {
					if testing.Short() && (k+i)%len(special) != 0 {
						continue
					}
					if at == 0 {
						m = show(kind)
					}
					give(m, with(all[at], v, func(field int) bool { return field == k }).event)
					look(t, m, fmt.Sprintf("%s, field %d %v", kind, k, v))
				}
			}
		})
	}
}

// give brings events to the screen in front, whose engine has not begun.
func give[E any](m *root, events ...E) {
	m.Update(feed.Batch[E]{Events: events})
}

// look draws the screen in its sizes and with each pane expanded.
func look(t *testing.T, m *root, what string) {
	t.Helper()
	for _, at := range [][2]int{{120, 36}, {80, 24}} {
		m.Update(tea.WindowSizeMsg{Width: at[0], Height: at[1]})
		whole(t, m, what, at[0], at[1])
	}
	m.key("tab")
	m.key("y")
	if t.Failed() {
		t.FailNow()
	}
}

// changed is an event with other numbers.
type changed[E any] struct {
	event  E
	fields int // that have numbers which are not integers
}

func none(int) bool  { return false }
func every(int) bool { return true }

// with is a copy of an event in which the picked fields have the value v. The numbers of a long slice are its first
// two, its last one, and those between, which are one field.
func with[E any](e E, v float64, pick func(field int) bool) (out changed[E]) {
	visit := func(x reflect.Value) {
		if pick(out.fields) {
			x.SetFloat(v)
		}
	}
	reflect.ValueOf(&out.event).Elem().Set(reflect.ValueOf(&e).Elem())
	out.walk(reflect.ValueOf(&out.event).Elem(), visit)
	return out
}

// walk visits the fields of x in their order, and gives x copies of what it shares with others.
func (c *changed[E]) walk(x reflect.Value, visit func(reflect.Value)) {
	switch x.Kind() {
	case reflect.Float64, reflect.Float32:
		visit(x)
		c.fields++
	case reflect.Interface:
		if !x.IsNil() {
			own := reflect.New(x.Elem().Type()).Elem()
			own.Set(x.Elem())
			c.walk(own, visit)
			x.Set(own)
		}
	case reflect.Pointer:
		if !x.IsNil() {
			own := reflect.New(x.Type().Elem())
			own.Elem().Set(x.Elem())
			c.walk(own.Elem(), visit)
			x.Set(own)
		}
	case reflect.Struct:
		for i := range x.NumField() {
			if x.Field(i).CanSet() {
				c.walk(x.Field(i), visit)
			}
		}
	case reflect.Slice, reflect.Array:
		if x.Kind() == reflect.Slice && !x.IsNil() {
			own := reflect.MakeSlice(x.Type(), x.Len(), x.Len())
			reflect.Copy(own, x)
			x.Set(own)
		}
		for i := range x.Len() {
			if first := c.fields; i > 2 && i < x.Len()-1 && isFloat(x.Type().Elem()) {
				c.fields = first - 1
			}
			c.walk(x.Index(i), visit)
		}
	}
}

func isFloat(t reflect.Type) bool { return t.Kind() == reflect.Float64 || t.Kind() == reflect.Float32 }

// The fields of an event are found wherever they lie, and its original is left as it was.
func TestFieldsOfEvents(t *testing.T) {
	type inner struct{ Y []float64 }
	type outer struct {
		X float64
		P *inner
		I any
		N int
		h float64
	}
	e := outer{X: 1, P: &inner{[]float64{1, 2, 3, 4, 5, 6}}, I: inner{[]float64{7}}, h: 8}
	got := with(e, -1, func(field int) bool { return field != 0 })
	want := outer{X: 1, P: &inner{[]float64{-1, -1, -1, -1, -1, -1}}, I: inner{[]float64{-1}}, h: 8}
	if got.fields != 6 || !reflect.DeepEqual(got.event, want) || e.P.Y[0] != 1 || e.I.(inner).Y[0] != 7 {
		t.Errorf("%d fields, %+v, %+v", got.fields, got.event, e)
	}
	if one := with(e, -1, func(field int) bool { return field == 3 }); one.event.P.Y[2] != -1 || one.event.P.Y[4] != -1 {
		t.Errorf("the middle of a slice: %+v", one.event.P)
	}
}
