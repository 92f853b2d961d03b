package traincmd_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/traincmd"
)

// A batch that grows to all examples stands in every format, and so does the bound of its probes.
// The progress of a long probe is printed in none, and a replay does not count it.
func TestGrowingBatch(t *testing.T) {
	args := []string{"--model", "linear", "--steps", "6", "--arm", "batch", "--schedule", "linear:eta0=0.1,steps=4",
		"--probe-every", "5", "--batch", "10"}
	text := clitest.Must(t, traincmd.New(), append(args, "--format", "text")...)
	clitest.Has(t, "text", text, "BOUNDED: training has grown to batches of 4000", "262144 examples", "  batch 4000",
		"1024 minibatches of 256", "!probing")
	events := clitest.Must(t, traincmd.New(), args...)
	clitest.Has(t, "JSON", events, `"training_batch":4000`, `"batch":4000`, "!probing")
	clitest.Same(t, "replay", clitest.Must(t, replay.New(), clitest.Keep(t, events)), events)
	lines := strings.SplitAfter(events, "\n")
	part := strings.Join(lines[:5], "") // up to before the long probe
	clitest.Same(t, "replay of a part", clitest.Must(t, replay.New(), clitest.Keep(t, part)), part)
}
