package kernel

import "time"

// Options say which kernel runs scripts, and how.
type Options struct {
	// Program is the kernel: a user-mode Linux.
	Program string
	// Executable is this very program, which the guest starts; empty for the
	// file that this process was started from. It answers to guest.InitArgument
	// and guest.ScriptArgument as its first argument.
	Executable string
	// Memory is that of a guest, in MiB; 0 for DefaultMemory.
	Memory int
	// RealTime lets the guest's time go on as the host's does. Otherwise it
	// stands still while anything runs, and nothing is waited for.
	RealTime bool
	// Phase is the tick, modulo 4096, at which scripts start in virtual time.
	Phase int
	// Isolate starts a guest for each script.
	Isolate bool
	// See are folders of the host that scripts may see besides what each needs.
	See []string

	silence time.Duration // for tests; see the constant
}

// DefaultMemory is enough for the suites that are known, in MiB.
const DefaultMemory = 256

// commandPath is where a script's commands look for programs: the guest has
// nothing elsewhere.
const commandPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
