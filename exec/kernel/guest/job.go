package guest

import "github.com/pktlang/pkt/exec/protocol"

// The first arguments by which this program knows its part in a guest.
const (
	InitArgument   = "__init"
	ScriptArgument = "__guest-script"
)

// FolderVariable names, in the environment of the guest's first process, the
// host's folder with the jobs: files named 1, 2 and so on, each a Job as JSON,
// which appear one by one.
const FolderVariable = "PKT_GUEST"

// The guest's serial lines, which are descriptors of the host's: messages of the
// scripts and of the guest itself, and what the scripts' commands print.
const (
	MessagesLine = "ttyS0"
	OutputLine   = "ttyS1"
)

// Job is one thing that a guest is to do.
type Job struct {
	// Request is the script to run; nil where the guest is to end.
	Request *protocol.Request `json:"request,omitempty"`
	// Folder is the working folder of the script's commands, a path of the host.
	Folder string `json:"folder,omitempty"`
	// See are the folders that the script may see besides those that all scripts
	// do, none inside of another. What is written there stays in the guest.
	See []Folder `json:"see,omitempty"`
	// Environment is that of the script's commands.
	Environment []string `json:"environment,omitempty"`
}

// Folder is one of the host's that a script may see.
type Folder struct {
	Path string `json:"path"` // where it is seen, which is where the host has it
	// Of is where it lies: another place where the path leads through symbolic
	// links.
	Of string `json:"of"`
}

// Report is a line by which a guest, not a script in it, says something. It is
// one of a stream as lang/run has them, of a type of its own.
type Report struct {
	Type string `json:"type"` // ReportType
	Status
}

// ReportType is the type of Report.
const ReportType = "guest"

// Status is how far a guest is.
type Status struct {
	// Done is the number of the job that is over; 0 says that the guest is up.
	Done int `json:"done"`
	// Exit is the exit code of the script's process; 128 and the signal where
	// one ended it.
	Exit int `json:"exit,omitempty"`
	// Error says what the guest could not do.
	Error string `json:"error,omitempty"`
}
