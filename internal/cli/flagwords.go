package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// ParseFlags reads words as the flags of cmd, without running it. An error names
// a word that belongs to no flag.
func ParseFlags(cmd *cobra.Command, words []string) error {
	if err := cmd.ParseFlags(words); err != nil {
		return err
	}
	if extra := cmd.Flags().Args(); len(extra) > 0 {
		return fmt.Errorf("word %q belongs to no flag: write --name value", extra[0])
	}
	return nil
}
