package code

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

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

// Execute runs all snippets with --code_command. The program is passed as
// /dev/fd/3, in a file without a name, so that none is left behind by a run that
// is killed.
func (c *Code) Execute() *stack.CodeFailure {
	if len(c.snippets) == 0 {
		return nil
	}
	text := c.program(reportDescriptor)
	if c.settings.Verbose {
		fmt.Fprint(os.Stderr, text)
	}
	program, err := namelessFile("pkt-code", text)
	if err != nil {
		return c.cannotRun(err)
	}
	defer program.Close()
	reports, err := namelessFile("pkt-report", "")
	if err != nil {
		return c.cannotRun(err)
	}
	defer reports.Close()

	command := fmt.Sprintf("%s /dev/fd/%d", c.settings.CodeCommand, programDescriptor)
	shell := exec.Command("/bin/sh", "-c", command)
	shell.ExtraFiles = []*os.File{program, reports}
	shell.Stdout = c.output
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

// filled is a file with a text.
func filled(file *os.File, text string) (*os.File, error) {
	if _, err := file.WriteAt([]byte(text), 0); err != nil {
		return nil, fmt.Errorf("writing a file for the code: %w", errors.Join(err, file.Close()))
	}
	return file, nil
}
