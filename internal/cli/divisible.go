package cli

// Divisible is a command line, found valid, whose work can be cut into parts.
type Divisible struct {
	Format  Format // of the output
	Units   int    // the most parts
	Configs any    // those of all runs, as PartFlags.Write has them
}
