package traincmd_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/traincmd"
	"levyscope/train"
)

// Momentum is PyTorch's unless its form is given, and a recording says which it is.
func TestFormOfMomentum(t *testing.T) {
	for args, want := range map[string]any{
		"--momentum 0.9": "pytorch", "--momentum 0.9 --momentum-form polyak": "polyak", "--momentum 0": nil,
	} {
		text := clitest.Must(t, traincmd.New(), clitest.Train(strings.Fields(args)...)...)
		config := clitest.Parse(t, text)[0]["config"].(map[string]any)
		if got := config["controls"].(map[string]any)["momentum_form"]; got != want {
			t.Errorf("%s: momentum form %v, want %v", args, got, want)
		}
		clitest.Same(t, "replay of "+args, clitest.Must(t, replay.New(), clitest.Keep(t, text)), text)
	}
	clitest.Has(t, "text", clitest.Must(t, traincmd.New(), clitest.Train("--momentum", "0.9", "--format", "text")...),
		"momentum 0.9 (pytorch)")
	clitest.Has(t, "text without momentum", clitest.Must(t, traincmd.New(), clitest.Train("--format", "text")...),
		"!momentum", "!pytorch")
}

// A form that has no effect, or that is none, is refused.
func TestFormsThatAreRefused(t *testing.T) {
	clitest.Refused(t, traincmd.New(), []string{"--momentum-form", "polyak"}, "--momentum-form polyak", "give --momentum")
	clitest.Refused(t, traincmd.New(), []string{"--momentum", ".9", "--momentum-form", "nesterov"}, "nesterov", "pytorch")
	clitest.Refused(t, traincmd.New(), []string{"--momentum", ".9", "--momentum-form", ""}, "pytorch")
}

// A scenario with momentum but without its form was made before there was a choice.
func TestFormOfMomentumInScenarios(t *testing.T) {
	for words, want := range map[string]train.MomentumForm{
		"":                                       train.PyTorch,
		"--momentum 0.9":                         train.Polyak,
		"--momentum 0.9 --momentum-form pytorch": train.PyTorch,
		"--momentum-form polyak":                 train.Polyak, // for the momentum that the screen can give
	} {
		cfg, err := traincmd.Scenario(strings.Fields(words), train.Default())
		if err != nil || cfg.Controls.Form != want {
			t.Errorf("%q: form %s, want %s (%v)", words, cfg.Controls.Form, want, err)
		}
	}
}
