// Package look holds how a user looks at the time charts of a screen: the window of time that they show, the crosshair
// that they share, smoothing, and the series that are hidden. It is arithmetic on plain values: it draws nothing, and
// knows neither keys nor panes.
package look

// Look is how the charts of one clock are looked at. It is comparable: a picture is good for as long as its Look is.
type Look struct {
	Windowed bool    // only From to To is shown, else all
	From, To float64 // in units of the clock

	Pointed bool    // there is a crosshair
	Cursor  float64 // where it stands

	Smooth float64 // the weight of the past, a step, in the mean that is drawn over noisy series; 0: none is drawn
	Hidden Hidden  // the series that are hidden
}
