package watchcmd

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/printable"
	"levyscope/train/watch/hook"
)

// NewHook returns levyscope hook.
func NewHook() *cobra.Command {
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "hook",
		Short: "Write levyscope_hook.py, which a PyTorch or JAX job imports to be watched",
		Long: "Writes one Python file, which needs its standard library and numpy, and torch where that is used. " +
			"A job that\nimports it records the gradients of a sample of its parameters in a folder, which levyscope watch, " +
			"fit --each and export\nread. The file belongs beside the job's script; it is the job's to keep and to change.",
		Example: "levyscope hook > levyscope_hook.py\n" +
			"levyscope hook --out levyscope_hook.py\n\n" +
			"    import levyscope_hook                                     # two lines in the script, after the optimiser\n" +
			"    levyscope_hook.attach(model, optimizer, \"run.lvs\")\n\n" +
			"levyscope watch run.lvs",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" && cmd.Flags().Changed("out") {
				return errors.New("--out is an empty name: give the name of a file, or leave the flag out")
			}
			if out == "" {
				_, err := io.WriteString(printable.Raw(cmd.OutOrStdout()), hook.Source)
				return err
			}
			if err := cli.CheckOutput(out, force); err != nil {
				return err
			}
			err := cli.WriteFile(cmd.Context(), out, force, func(w io.Writer) error {
				_, err := io.WriteString(w, hook.Source)
				return err
			})
			if err != nil {
				return err
			}
			return cli.PrintLine(cmd.OutOrStdout(), cli.Text, nil, out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file (default: standard output)")
	cmd.Flags().BoolVar(&force, "force", false, "replace the file, if it is there")
	return cmd
}
