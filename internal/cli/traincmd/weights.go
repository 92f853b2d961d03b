package traincmd

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/train"
	"levyscope/train/weights"
)

// weightFlags are the flags of weights that come from a file and go to one.
type weightFlags struct{ in, out string }

// add adds the flags.
func (f *weightFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.in, "weights", "",
		"safetensors file of the weights to begin from, named as PyTorch's state_dict names\n"+
			"them; F32, F16, BF16 and F64 are read")
	fl.StringVar(&f.out, "weights-out", "", "safetensors file for the weights at the end, of an interrupted run too")
}

// configureWeights puts the flags into a configuration. It is an error here, before the run, if a file cannot be read
// or could not be written after it.
func (f *flags) configureWeights(cfg *train.Config) (err error) {
	w := &f.weights
	if w.in != "" {
		source, err := weights.Open(w.in)
		if err != nil {
			return fmt.Errorf("--weights: %w", err)
		}
		cfg.Weights = &source
	}
	if w.out == "" {
		return nil
	}
	if ending := strings.ToLower(filepath.Ext(w.out)); ending == ".pt" || ending == ".pth" || ending == ".bin" {
		return fmt.Errorf("--weights-out %s: the file is of safetensors, and not %s: give a name that ends in .safetensors",
			w.out, ending)
	}
	cfg.KeepWeights = true
	return nil
}

// writeWeights writes the weights of a run that has ended. A run that began and diverged leaves none.
func (f *flags) writeWeights(cmd *cobra.Command, began *train.Started, t *train.Trained) error {
	switch {
	case f.weights.out == "" || began == nil:
		return nil
	case t == nil:
		_, err := fmt.Fprintf(cmd.ErrOrStderr(), "%s is not written: the run did not come to an end with weights to keep\n",
			f.weights.out)
		return err
	}
	err := cli.WriteFile(cmd.Context(), f.weights.out, f.force, func(to io.Writer) error {
		return weights.Write(to, t.Weights, t.Tensors)
	})
	if err != nil {
		return fmt.Errorf("--weights-out: %w", err)
	}
	return nil
}

// noteWeights says on stderr what was not taken by its name from a file of weights, or not at all.
func noteWeights(stderr io.Writer, s train.Started) {
	if text := weightsText(s); text != "" {
		fmt.Fprintf(stderr, "weights of %s: %s\n", s.Config.Weights.Path, text)
	}
}

// weightsText is what noteWeights says; empty where all tensors have the names of the network's.
func weightsText(s train.Started) string {
	if s.Weights == nil {
		return ""
	}
	var said []string
	if r := s.Weights; r.By != weights.ByName {
		var pairs []string
		for _, p := range r.Tensors {
			pairs = append(pairs, fmt.Sprintf("%s is %s", p.Name, p.File))
		}
		said = append(said, fmt.Sprintf("matched by %s: %s", r.By, strings.Join(pairs, ", ")))
	}
	if ignored := s.Weights.Ignored; len(ignored) > 0 {
		said = append(said, "ignored, as no parameters: "+strings.Join(ignored, ", "))
	}
	return strings.Join(said, "; ")
}
