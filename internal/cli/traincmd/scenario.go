package traincmd

import (
	"fmt"

	"levyscope/internal/cli"
	"levyscope/train"
)

// headless are the flags that a run in the explorer has no use for.
var headless = []string{"format", "script", "timing", "capture", "capture-out", "force", "seeds", "sweep", "part",
	"out", "record", "record-zstd", "weights-out"}

// Scenario is the configuration of a run in the explorer with those flags of
// levyscope train. Where they say nothing of it, the seed is that of opens, momentum without
// --optimizer is Polyak's, and the run goes on until it is stopped.
func Scenario(words []string, opens train.Config) (train.Config, error) {
	f := &flags{}
	cmd := f.command()
	if err := cli.ParseFlags(cmd, words); err != nil {
		return train.Config{}, err
	}
	given := cmd.Flags().Changed
	for _, flag := range headless {
		if given(flag) {
			return train.Config{}, fmt.Errorf("flag --%s is for levyscope train: "+
				"the explorer has no use for it, leave it out", flag)
		}
	}
	if err := f.method.contradiction(given); err != nil {
		return train.Config{}, err
	}
	cfg, err := f.config()
	if err != nil {
		return cfg, err
	}
	if cfg.Controls.Momentum != 0 && !given("momentum-form") && !given("optimizer") {
		cfg.Controls.Form = train.Polyak // as before there was a choice, which scenarios are kept from
	}
	if !given("probe-share") && !given("probe-every") {
		cfg.Probe.Share = opens.Probe.Share
	}
	if !given("seed") {
		cfg.Seed = opens.Seed
	}
	if !given("steps") {
		cfg.Steps = train.Default().Steps
	}
	if !given("progress-every") {
		cfg.ProgressEvery = train.Default().ProgressEvery
	}
	return cfg, nil
}
