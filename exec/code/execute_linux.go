package code

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/internal/tail"
	"github.com/pktlang/pkt/lang/diag"
)

// The descriptors of the program, and of what it reports, in the process that
// runs the code.
const (
	programDescriptor = 3
	reportDescriptor  = 4
)

// Execute runs all snippets with --code_command. The program is kept in memory
// and passed as /dev/fd/3, so that no file is left behind by a run that is
// killed.
func (c *Code) Execute() *stack.CodeFailure {
	if len(c.snippets) == 0 {
		return nil
	}
	text := c.program(reportDescriptor)
	if c.settings.Verbose {
		fmt.Fprint(os.Stderr, text)
	}
	program, err := memoryFile("pkt-code", text)
	if err != nil {
		return c.cannotRun(err)
	}
	defer program.Close()
	reports, err := memoryFile("pkt-report", "")
	if err != nil {
		return c.cannotRun(err)
	}
	defer reports.Close()

	command := fmt.Sprintf("%s /dev/fd/%d", c.settings.CodeCommand, programDescriptor)
	shell := exec.Command("/bin/sh", "-c", command)
	shell.ExtraFiles = []*os.File{program, reports}
	output, err := standardOutput()
	if err != nil {
		return c.cannotRun(err)
	}
	defer output.Close()
	shell.Stdout = output
	printed := tail.Buffer{Size: printedSize}
	shell.Stderr = io.MultiWriter(os.Stderr, &printed)
	err = shell.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &exit):
		return c.cannotRun(err)
	}
	status := fmt.Sprintf("non-zero status %d", exit.ExitCode())
	if exit.ExitCode() < 0 {
		status = exit.String()
	}
	reported := make([]byte, maxReport)
	n, _ := reports.ReadAt(reported, 0)
	return c.failure(status, string(reported[:n]), printed.Lines(5))
}

func (c *Code) cannotRun(err error) *stack.CodeFailure {
	return &stack.CodeFailure{
		Diagnostic: diag.Diagnostic{
			Code: "run/code", Severity: diag.Error, Range: c.snippets[0].where,
			Message: fmt.Sprintf("the code could not be run with `%s`: %v", c.settings.CodeCommand, err),
		},
		Reference: fmt.Sprintf("error running '%s' with system(3): %v", c.settings.CodeCommand, err),
	}
}

// A script's own code can write as much as it likes; this much is looked at.
const (
	maxReport   = 1 << 20
	printedSize = 16 << 10
)

// standardOutput is a copy of the descriptor that the code's output goes to;
// see protocol.CommandOutput.
func standardOutput() (*os.File, error) {
	fd, err := unix.FcntlInt(protocol.CommandOutput, unix.F_DUPFD_CLOEXEC, 0)
	if errors.Is(err, unix.EBADF) {
		fd, err = unix.FcntlInt(uintptr(unix.Stderr), unix.F_DUPFD_CLOEXEC, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("copying the descriptor of the output: %w", err)
	}
	return os.NewFile(uintptr(fd), "output"), nil
}

// memoryFile returns a file that has no name in any folder (memfd_create(2)).
func memoryFile(name, text string) (*os.File, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("making a file in memory: %w", err)
	}
	file := os.NewFile(uintptr(fd), name)
	if _, err := file.WriteAt([]byte(text), 0); err != nil {
		file.Close()
		return nil, fmt.Errorf("writing a file in memory: %w", err)
	}
	return file, nil
}
