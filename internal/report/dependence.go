package report

import (
	"encoding/json"

	"levyscope/stats/tail"
)

// Dependence is the test of independence as reports write it in JSON.
type Dependence struct{ tail.DependenceTest }

// MarshalJSON writes the figures as one object without levels.
func (d Dependence) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		N              int    `json:"n"`     // samples that were tested
		P              figure `json:"p"`     // of independence
		Words          string `json:"words"` // what was found and what it does to p-values; empty: nothing
		Lag1           figure `json:"lag1"`  // rank autocorrelation
		SizeLag1       figure `json:"size_lag1"`
		Lag            int    `json:"lag"` // of 2 to 10, where the rank autocorrelation is largest in size
		LagLargest     figure `json:"lag_largest"`
		SizeLag        int    `json:"size_lag"`
		SizeLagLargest figure `json:"size_lag_largest"`
		ExtremalIndex  figure `json:"extremal_index"`
		ExtremalP      figure `json:"extremal_p"`
		DispersionP    figure `json:"dispersion_p"`
		Effective      figure `json:"effective_n"` // independent samples that tell as much of the law
	}{
		d.N, figure(d.P), d.Words(), figure(d.Values.Lag1), figure(d.Sizes.Lag1), d.Values.Lag, figure(d.Values.Largest),
		d.Sizes.Lag, figure(d.Sizes.Largest), figure(d.Extremal), figure(d.PExtremal), figure(d.Dispersion.P),
		figure(d.Effective()),
	})
}
