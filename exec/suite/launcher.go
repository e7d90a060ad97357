package suite

// Launcher says how the process that runs one script is started. Executable is
// this very program, which answers to GuardArgument and ChildArgument as its
// first argument; see Guard.
type Launcher struct {
	// Executable is the program; empty for this one.
	Executable string
	// ShareNetwork runs scripts in the network namespace of this process
	// instead of a new one.
	ShareNetwork bool
	// Terminal passes what commands print on to this process's standard output
	// and error as it comes.
	Terminal bool
}

// The first arguments by which this program knows that it is not run by a
// person.
const (
	GuardArgument = "__guard"
	ChildArgument = "__script"
)
