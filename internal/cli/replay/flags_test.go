package replay_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/simcmd"
)

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"no-such-file.ndjson", []string{"no-such-file.ndjson"}},
		{"--format yaml no-such-file.ndjson", []string{`"yaml"`}},
		{"a b", []string{"2"}},
	} {
		clitest.Refused(t, replay.New(), strings.Fields(c.args), c.want...)
	}
}

// A recording of no run, or of one that cannot be made, is named with what is wrong.
func TestBadRecordings(t *testing.T) {
	unknown := strings.Replace(clitest.TrainScript, `"config":{`, `"config":{"data":"cifar-99",`, 1)
	for _, c := range []struct{ text, want string }{
		{clitest.TrainScript + "{\n", "line 4"},
		{"", "no started event"},
		{unknown, "cifar-99"},
	} {
		clitest.Refused(t, replay.New(), []string{clitest.Keep(t, c.text)}, c.want)
	}
}

// A replay has a text for people as the run itself.
func TestReplayText(t *testing.T) {
	text := clitest.Must(t, replay.New(), "--format", "text", clitest.Keep(t,
		clitest.Must(t, simcmd.New(), clitest.Sim()...)))
	clitest.Has(t, "replay", text, "60 paths ended, 60 exits")
}
