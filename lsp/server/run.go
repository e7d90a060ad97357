package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lsp/feature"
)

// executeParams are those of workspace/executeCommand.
type executeParams struct {
	Command       string            `json:"command"`
	Arguments     []json.RawMessage `json:"arguments"`
	WorkDoneToken json.RawMessage   `json:"workDoneToken"`
}

// runResult is what pkt.run answers.
type runResult struct {
	Status  run.Status `json:"status"`
	Line    int        `json:"line,omitempty"`
	Message string     `json:"message,omitempty"`
}

func executeCommand(ctx context.Context, r *request, p *executeParams) (any, error) {
	var argument feature.RunArgument
	if len(p.Arguments) != 1 || json.Unmarshal(p.Arguments[0], &argument) != nil || argument.URI == "" {
		return nil, failure(codeInvalidParams, "%s: expected one argument, such as {\"uri\": \"file:///script.pkt\"}",
			p.Command)
	}
	switch p.Command {
	case feature.CommandRun:
		return r.run(ctx, argument, p.WorkDoneToken)
	case feature.CommandStop:
		r.session.runs.stop(argument.URI)
		return nil, nil
	}
	return nil, failure(codeInvalidParams, "unknown command %q", p.Command)
}

// run runs the script of a document by `pkt run --json` and keeps its verdict.
func (r *request) run(ctx context.Context, argument feature.RunArgument, token json.RawMessage) (*runResult, error) {
	d, err := r.document(argument.URI)
	if err != nil {
		return nil, err
	}
	if err := r.mayRun(d); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if !r.session.runs.begin(d.URI(), cancel) {
		return nil, failure(codeRequestFailed, "%s is running already", d.Name())
	}
	defer r.session.runs.end(d.URI())
	progress := r.session.beginProgress(ctx, token, "pkt run "+d.Name(), cancel)
	v, err := r.runChild(ctx, d, argument, progress)
	if err != nil {
		progress.end("stopped")
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, err
	}
	progress.end(string(v.status))
	r.session.judged(d, v)
	return &runResult{Status: v.status, Line: v.line, Message: v.message()}, nil
}

// mayRun refuses scripts that the user does not trust, and those whose text is
// not what would be run.
func (r *request) mayRun(d *feature.Document) error {
	switch {
	case d.Path() == "":
		return failure(codeRequestFailed, "%s is not a file: save it to run it", d.URI())
	case !r.view.settings.trusts(d.Path()):
		return failure(codeRequestFailed, "%s is not in a trusted folder: a script can run any command", d.Name())
	case r.session.options.Program == "":
		return failure(codeRequestFailed, "the path of pkt is not known, so nothing can be run")
	}
	saved, err := os.ReadFile(d.Path())
	if err != nil {
		return failure(codeRequestFailed, "cannot run the script: %v", err)
	}
	if string(saved) != d.Text() {
		return failure(codeRequestFailed, "%s has changes that are not saved: save it to run it", d.Name())
	}
	return nil
}

// runChild runs the child and reads what it prints.
func (r *request) runChild(ctx context.Context, d *feature.Document, argument feature.RunArgument,
	progress *progress) (*verdict, error) {
	command := append(slices.Clone(r.view.settings.Run.Command), r.session.options.Program)
	command = append(command, r.runArguments(d, argument)...)
	child := exec.CommandContext(ctx, command[0], command[1:]...)
	child.Dir = filepath.Dir(d.Path())
	child.Cancel = func() error { return r.interrupt(child.Process) }
	child.WaitDelay = 2 * time.Second
	var messages bytes.Buffer
	child.Stderr = &messages
	out, err := child.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("cannot run the script: %w", err)
	}
	if err := child.Start(); err != nil {
		return nil, fmt.Errorf("cannot run the script: %w", err)
	}
	v := &verdict{version: d.Version()}
	events := len(d.Script().Events())
	for line := range run.Read(out) {
		v.read(line, func(event run.Event) { progress.report(event, events) })
	}
	err = child.Wait()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && !errors.As(err, &exit):
		return nil, fmt.Errorf("cannot run the script: %w", err)
	case v.status == "":
		return nil, fmt.Errorf("the run gave no result: %s", strings.TrimSpace(messages.String()))
	}
	return v, nil
}

// interrupt ends a run, which takes its network down first. One that another
// user runs, as with sudo, is ended by the command that started it.
func (r *request) interrupt(child *os.Process) error {
	switch command := r.view.settings.Run.Command; {
	case runtime.GOOS == "windows":
		return child.Kill()
	case len(command) > 0:
		arguments := append(slices.Clone(command[1:]), "kill", "-s", "INT", strconv.Itoa(child.Pid))
		return exec.Command(command[0], arguments...).Run()
	}
	return child.Signal(os.Interrupt)
}

func (r *request) runArguments(d *feature.Document, argument feature.RunArgument) []string {
	arguments := []string{"run", "--json"}
	if argument.Profile != "" {
		arguments = append(arguments, "--profile="+argument.Profile)
	}
	if argument.Variant != "" {
		arguments = append(arguments, "--variant="+argument.Variant)
	}
	for _, name := range slices.Sorted(maps.Keys(r.view.settings.Definitions)) {
		arguments = append(arguments, "-D", name+"="+r.view.settings.Definitions[name])
	}
	arguments = append(arguments, r.view.settings.Run.Arguments...)
	return append(arguments, "--", filepath.Base(d.Path()))
}
