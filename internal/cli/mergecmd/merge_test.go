package mergecmd_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/mergecmd"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
)

// commands are those whose parts can be merged, by name.
var commands = map[string]func() *cobra.Command{"sim": simcmd.New, "train": traincmd.New}

// execute is the output of a command, which must succeed.
func execute(t *testing.T, cmd *cobra.Command, args ...string) string {
	t.Helper()
	out, err := clitest.Execute(context.Background(), cmd, args...)
	if err != nil {
		t.Fatalf("%s %q: %v", cmd.Name(), args, err)
	}
	return out
}

// In whatever number of parts, and in whatever order, merge prints the bytes of the undivided run.
func TestMergedOutputIsThatOfTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		line  string
		parts int
	}{
		{"sim --paths 300 --eps 0.3", 8},
		{"sim --paths 300 --eps 0.3 --format text --seed 18446744073709551615", 13},
		{"sim --paths 200 --eps 0.3 --format csv --exits", 3},
		{"sim --paths 200 --eps 0.3 --exits", 5},
		{"sim --alpha 1.5 --sigma 1 --box=-1:1 --eps 0.3 --paths 60 --method both --format csv", 7},
		{"sim --alpha 1.5 --sigma 1 --box=-1:1 --paths 50 --sweep eps=0.3:0.5:3 --sweep alpha=1.2,1.8 --format csv", 13},
		{"sim --alpha 1.5 --sigma 1 --box=-1:1 --paths 40 --sweep eps=0.3,0.5 --format text --common-noise", 80},
		{"sim --alpha 1.5 --sigma 1 --box=-1:1 --paths 9 --sweep eps=0.3,0.5 --exits --method both", 4},
		{"sim --potential doublewell:left=1,right=2 --alpha 1.5 --domain wells --eps 0.4 --paths 60 --horizon 40", 6},
		{"sim --paths 1 --eps .5", 1},
		{"train --seeds 3 --sweep eta0=0.1,1000 --steps 12 --model mlp:9 --probe-every 6 --probe-batches 32 " +
			"--probe-block 4", 4},
		{"train --seeds 5,2 --sweep batch=4,8 --sweep width=3,4 --steps 9 --model mlp:9 --probe-every 0 --format csv", 8},
		{"train --seeds 2:3 --sweep steps=5:7:3 --model mlp:9 --probe-batches 32 --probe-block 4 --format text", 5},
		{"train --seeds 7:7 --steps 9 --model linear --probe-batches 32 --probe-block 4 --format text", 1},
		{"sim --time iteration --alpha 1.5 --sigma .2 --box=-1:1 --schedule cosine:eta0=.1,steps=90 --paths 99 " +
			"--horizon 300 --format text", 4},
	} {
		args := strings.Fields(c.line)
		dir := t.TempDir()
		var files []string
		for i := range c.parts {
			path := filepath.Join(dir, fmt.Sprint(i))
			part := append(args[1:len(args):len(args)], "--part", fmt.Sprintf("%d/%d", i+1, c.parts), "--out", path)
			if out := execute(t, commands[args[0]](), part...); out != "" {
				t.Fatalf("%s: a part prints %q", c.line, out)
			}
			files = append(files, path)
		}
		r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		want := execute(t, commands[args[0]](), args[1:]...)
		if got := execute(t, mergecmd.New(), files...); got != want || got == "" {
			t.Errorf("%s in %d parts:\n%.2000s\nwant\n%.2000s", c.line, c.parts, got, want)
		}
	}
}

// What cannot be divided, or not so often, is refused with a reason.
func TestPartsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"--part 3/300 --paths 200", "200 parts at most"},
		{"--part 0/3", "1/8"},
		{"--part 1/3 --particle", "--particle"},
		{"--out x", "--part"},
		{"--part 1/3 --eps -1", "eps"},
		{"--part 1/3 --sweep eps=.1,-1", "eps"},
		{"--part 1/3 --rho .4", "rho"},
	} {
		clitest.Refused(t, simcmd.New(), strings.Fields(c.line), c.want)
	}
}
