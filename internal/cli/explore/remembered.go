package explore

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"levyscope/tui"
	"levyscope/tui/settings"
	"levyscope/tui/theme"
)

// Remembered are the flags that say where settings are kept, and those that stand above a setting: they are in force
// in place of it, and do not change what is kept.
type Remembered struct {
	config   string // the file of the settings
	noConfig bool   // nothing is read, nothing kept
	theme    string
	glyphs   string
	reduced  bool // motion
}

// Add adds them to those of a command.
func (r *Remembered) Add(fl *pflag.FlagSet) {
	fl.StringVar(&r.config, "config", "", "file of the settings, in place of the one that levyscope info prints")
	fl.BoolVar(&r.noConfig, "no-config", false, "read no settings, and keep none")
	fl.StringVar(&r.theme, "theme", "auto", "auto, dark or light")
	fl.StringVar(&r.glyphs, "glyphs", "auto", "auto, braille, halfblock or ascii")
	fl.BoolVar(&r.reduced, "reduced-motion", false, "two pictures a second")
}

// Check refuses what cannot be.
func (r *Remembered) Check() error {
	if r.noConfig && r.config != "" {
		return errors.New("--no-config reads no settings: leave out --config")
	}
	if _, err := theme.ParseChoice(r.theme); err != nil {
		return fmt.Errorf("--theme: %w", err)
	}
	if _, err := settings.ParseGlyphs(r.glyphs); err != nil {
		return fmt.Errorf("--glyphs: %w", err)
	}
	return nil
}

// Apply reads the settings and puts them in force, but for those that a flag stands above.
func (r *Remembered) Apply(fl *pflag.FlagSet, o *tui.Options) {
	o.Memory = r.read()
	s := o.Memory.Settings
	o.AutoGlyphs = localGlyphs(os.Getenv)
	o.Theme, o.Glyphs, o.ReducedMotion = s.Theme, s.Glyphs.In(o.AutoGlyphs), s.ReducedMotion
	if fl.Changed("theme") {
		o.Theme, _ = theme.ParseChoice(r.theme) // Check has refused others
	}
	if fl.Changed("glyphs") {
		g, _ := settings.ParseGlyphs(r.glyphs)
		o.Glyphs = g.In(o.AutoGlyphs)
	}
	if fl.Changed("reduced-motion") {
		o.ReducedMotion = r.reduced
	}
}

// read reads the settings, or has the defaults where there are none to read.
func (r *Remembered) read() (m tui.Memory) {
	m.Settings = settings.Default()
	path := r.config
	switch {
	case r.noConfig:
		return m
	case path == "":
		if path, m.Unkept = settings.Path(); m.Unkept != nil {
			return m
		}
	}
	m.File, m.Settings, m.State = settings.Open(path)
	return m
}
