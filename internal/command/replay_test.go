package command_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"levyscope/internal/command"
)

func TestSameSeedSameBytes(t *testing.T) {
	for name, c := range map[string]struct {
		make func() *cobra.Command
		args []string
	}{
		"train":        {command.Train, quick()},
		"sim":          {command.Sim, brief("--exits")},
		"sim particle": {command.Sim, particle()},
	} {
		first := must(t, c.make(), append(c.args, "--seed", "3")...)
		same(t, name, must(t, c.make(), append(c.args, "--seed", "3")...), first)
		if must(t, c.make(), append(c.args, "--seed", "4")...) == strings.ReplaceAll(first, `"seed":3`, `"seed":4`) {
			t.Errorf("%s: another seed gives the same bytes", name)
		}
	}
}

const simScript = `{"type":"started","engine":"sim","config":{"controls":{"schedule":"0.1","arm":"both"}}}
{"type":"changed","step":0,"controls":{"schedule":"constant:eta0=0.1","arm":"both","eps":0.2,"theta":[1,1],"alpha":[1.3,1.8],"sigma":[0.5,1],"box":[[-0.6,1],[-0.7,0.7]]}}
{"type":"changed","step":100,"controls":{"schedule":"step:eta0=0.1,gamma=0.5,every=40","arm":"noise","eps":0.5,"theta":[1,2],"alpha":[1.2,2],"sigma":[0.5,1],"box":[[-1,1],[-1,1]]}}
{"type":"changed","step":250,"controls":{"schedule":"constant:eta0=0.1","arm":"both","eps":0.1,"theta":[1,1],"alpha":[1.2,1.8],"sigma":[0.5,0],"box":[[-0.6,1],[-0.7,0.7]]}}
`

// recordings are outputs of both engines, with and without changes.
func recordings(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"train":               must(t, command.Train(), quick("--sampling", "epochs")...),
		"train, decay arm":    must(t, command.Train(), quick("--arm", "noise", "--schedule", "inverse:eta0=0.1,k0=4")...),
		"train, with changes": must(t, command.Train(), quick("--script", keep(t, trainScript))...),
		"sim":                 must(t, command.Sim(), brief()...),
		"sim, exits":          must(t, command.Sim(), brief("--exits", "--time", "iteration", "--eps", "0.5")...),
		"particle":            must(t, command.Sim(), particle()...),
		"particle, changes":   must(t, command.Sim(), particle("--horizon", "40", "--script", keep(t, simScript))...),
	}
}

// A replay prints the recording again, byte for byte; of one that was cut off
// after a line, the lines that there are.
func TestReplayPrintsTheSameBytes(t *testing.T) {
	for name, text := range recordings(t) {
		lines := strings.Count(text, "\n")
		if strings.Contains(name, "changes") && strings.Count(text, `{"type":"changed"`) < 2 {
			t.Errorf("%s: nothing changes", name)
		}
		for _, n := range []int{1, lines / 2, lines - 1, lines} {
			cut := firstLines(text, n)
			same(t, name, must(t, command.Replay(), keep(t, cut)), cut)
		}
	}
}

// The horizon of a simulation that was given none follows its controls.
func TestReplayOfChangesUnderAChosenHorizon(t *testing.T) {
	text := must(t, command.Sim(), particle("--script", keep(t, simScript))...)
	same(t, "replay", must(t, command.Replay(), keep(t, text)), text)
}

// stopping cancels once it has seen the text.
type stopping struct {
	bytes.Buffer
	text   string
	cancel context.CancelFunc
}

func (s *stopping) Write(b []byte) (int, error) {
	n, err := s.Buffer.Write(b)
	if strings.Contains(s.String(), s.text) {
		s.cancel()
	}
	return n, err
}

// A run without end is broken off: the last line says partial, the error says
// interrupted, and a replay gives all but that line.
func TestInterruptedRuns(t *testing.T) {
	for name, c := range map[string]struct {
		cmd  *cobra.Command
		args []string
		stop string
	}{
		"train":    {command.Train(), quick("--steps", "0"), `{"type":"evaluated","step":18`},
		"particle": {command.Sim(), particle("--steps", "0", "--eps", "1"), `{"type":"escape","step":3`},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		out := &stopping{text: c.stop, cancel: cancel}
		c.cmd.SetOut(out)
		c.cmd.SetArgs(c.args)
		c.cmd.SilenceUsage, c.cmd.SilenceErrors = true, true
		if err := c.cmd.ExecuteContext(ctx); !errors.Is(err, command.ErrInterrupted) {
			t.Errorf("%s: error %v", name, err)
		}
		text := out.String()
		events := parse(t, text)
		if last := events[len(events)-1]; last["type"] != "done" || last["partial"] != true {
			t.Errorf("%s: last %v", name, last)
		}
		whole := len(events) // less what tells of the interruption
		for whole > 0 && events[whole-1]["partial"] == true {
			whole--
		}
		rest := firstLines(text, whole)
		same(t, name, must(t, command.Replay(), keep(t, text)), rest)
	}
}

// A diverging run says so in its last line, and replays to that line.
func TestDivergedRun(t *testing.T) {
	out, err := execute(context.Background(), command.Train(), quick("--steps", "50", "--model", "mlp:30-30", "--schedule", "constant:eta0=1000")...)
	if err == nil {
		t.Fatal("no error")
	}
	events := parse(t, out)
	last := events[len(events)-1]
	name, _ := last["parameter"].(string)
	if last["type"] != "diverged" || name == "" || last["eta"] != 1000. {
		t.Errorf("last %v", last)
	}
	for _, part := range []string{"diverged", "1000", name} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %q", err, part)
		}
	}
	again, _ := execute(context.Background(), command.Replay(), keep(t, out))
	same(t, "replay", again, out)
}

// full is a writer without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestOutputErrorsAreReturned(t *testing.T) {
	for _, format := range []string{"json", "text"} {
		for name, c := range map[string]struct {
			cmd  *cobra.Command
			args []string
		}{"train": {command.Train(), quick()}, "sim": {command.Sim(), brief()}} {
			c.cmd.SetOut(full{})
			c.cmd.SetArgs(append(c.args, "--format", format))
			c.cmd.SilenceUsage, c.cmd.SilenceErrors = true, true
			if err := c.cmd.Execute(); !errors.Is(err, errFull) {
				t.Errorf("%s, %s: error %v", name, format, err)
			}
		}
	}
}
