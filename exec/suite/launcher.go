package suite

import "iter"

// Launcher starts what runs the script of one case. Namespaces starts a process
// on this machine's kernel, and is what a Runner without a launcher uses.
type Launcher interface {
	// Launch starts to run a case. It may be called by several goroutines at a
	// time. An error means that the case could not be run for a reason outside
	// of it.
	Launch(c *Case) (Process, error)
}

// Process is a script that runs.
type Process interface {
	// Lines yields what is reported, the lines of lang/run, until that is over.
	Lines() iter.Seq[any]
	// Interrupt asks the script to end, with its cleanup command, and Kill ends
	// it with everything below it. Both may be called at any time before Wait
	// returns, by another goroutine.
	Interrupt()
	Kill()
	// Wait waits for the end, after that of the lines, and returns how it came:
	// nil where it was the script's own.
	Wait() error
	// Output are the last lines that commands printed, at most n. It is called
	// after Wait.
	Output(n int) []string
}

// Namespaces starts a process for each script, in namespaces of its own, on this
// machine's kernel. Executable is this very program, which answers to
// GuardArgument and ChildArgument as its first argument; see Guard.
type Namespaces struct {
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
