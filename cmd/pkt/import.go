package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/exec/capture/replay"
	"github.com/pktlang/pkt/exec/suite"
	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// importCommand makes scripts of captures.
type importCommand struct {
	Capture  string        `arg:"" name:"capture" help:"The capture: pcap or pcapng, packed with gzip or not, or - for standard input."`
	List     bool          `short:"l" xor:"what" help:"List the TCP connections of the capture."`
	Stream   int           `placeholder:"N" help:"Take connection N, as --list counts them. Needed where there are several."`
	Local    string        `placeholder:"ADDRESS[:PORT]" help:"The side under test. Without it, that of which the capture says so, or the listener."`
	MSS      int           `name:"mss" placeholder:"BYTES" help:"Cut larger segments to this size; without it, large ones of offload stay whole."`
	Relative bool          `xor:"times" help:"Give times since the event before, as without --absolute."`
	Absolute bool          `xor:"times" help:"Give times since the start."`
	Round    time.Duration `placeholder:"DURATION" help:"Round times, to 1ms for example."`
	Windows  bool          `help:"Expect the windows of the local side, too. They depend on the memory of a machine."`
	Output   string        `short:"o" type:"path" placeholder:"FILE" help:"Write the script there, where no file is yet, and not to standard output."`
	Verify   bool          `xor:"run" help:"Run the script here, and tell what this machine's stack does otherwise."`
	Accept   bool          `xor:"run" help:"Run the script here, and let it expect what this machine's stack does."`
}

// Help implements kong.HelpProvider.
func (*importCommand) Help() string {
	return "The script replays one side of a captured TCP connection: what the local side sent is expected, what the " +
		"remote side sent is injected, and the system calls are guessed. What cannot become a part of it is told " +
		"with the number of its packet. docs/import.md says what is guessed and how.\n\n" +
		examples(
			"pkt import --list trace.pcap", "see which connections a capture has",
			"pkt import --stream 2 --local 10.0.0.7 -o replay.pkt trace.pcapng",
			"make the script in which the stack plays 10.0.0.7",
			"tcpdump -w - -c 20 tcp | pkt import --round 1ms -", "make a script of a live capture",
			"pkt import --verify trace.pcap", "see whether this machine's stack sends the same",
		)
}

// Validate implements kong.Validatable.
func (c *importCommand) Validate() error {
	switch {
	case c.Stream < 0:
		return fmt.Errorf("--stream: connections count from 1, and %d is none", c.Stream)
	case c.MSS < 0:
		return fmt.Errorf("--mss: expected a size in bytes from 1, not %d", c.MSS)
	case c.Round < 0:
		return fmt.Errorf("--round: expected a time, not %s", c.Round)
	}
	_, err := c.localEnd()
	return err
}

// localEnd is the side under test; the zero value where none was given.
func (c *importCommand) localEnd() (netip.AddrPort, error) {
	if c.Local == "" {
		return netip.AddrPort{}, nil
	}
	if address, err := netip.ParseAddr(c.Local); err == nil {
		return netip.AddrPortFrom(address, 0), nil
	}
	end, err := netip.ParseAddrPort(c.Local)
	if err != nil {
		return end, fmt.Errorf("--local: expected an address, with a port or without, and not %q", c.Local)
	}
	return end, nil
}

// Run reads the capture and writes the script.
func (c *importCommand) Run(env *environment) error {
	if c.Verify || c.Accept {
		if err := suite.Preflight(); err != nil {
			return err
		}
	}
	flows, warnings, readErr := c.flows(env)
	if readErr != nil && len(flows) == 0 {
		return readErr
	}
	if c.List {
		return errors.Join(listFlows(env, flows), readErr)
	}
	flow, err := c.choose(flows)
	if err != nil {
		return errors.Join(err, readErr)
	}
	local, err := c.localEnd()
	if err != nil {
		return err
	}
	text, more, err := replay.Script(flow, c.name(), replay.Options{Local: local, MSS: c.MSS, Absolute: c.Absolute,
		Round: c.Round, Windows: c.Windows})
	if err != nil {
		return errors.Join(err, readErr)
	}
	for _, w := range append(warnings, more...) {
		fmt.Fprintf(env.stderr, "pkt: %s: %s\n", c.name(), w)
	}
	file, err := c.formatted(text)
	if err != nil {
		return err
	}
	return errors.Join(c.finish(env, file), readErr)
}

// finish runs the script where that was asked for, and writes it.
func (c *importCommand) finish(env *environment, file *source.File) error {
	var verdict error
	if c.Verify || c.Accept {
		var err error
		if file, verdict, err = c.try(env, file); err != nil {
			return err
		}
	}
	if c.Output == "" {
		return errors.Join(env.print([]byte(file.Text)), verdict)
	}
	return errors.Join(createFile(c.Output, file.Text), verdict)
}

// createFile writes a file that was not there before.
func createFile(path, text string) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("cannot write the script: %w", err)
	}
	_, err = out.WriteString(text)
	return errors.Join(err, out.Close())
}

func (c *importCommand) name() string {
	if c.Capture == files.Stdin {
		return files.StdinName
	}
	return c.Capture
}

// flows reads the capture. What could be read of one that breaks off is
// returned with the error.
func (c *importCommand) flows(env *environment) ([]*replay.Flow, []replay.Warning, error) {
	in := env.stdin
	if c.Capture != files.Stdin {
		file, err := os.Open(c.Capture)
		if err != nil {
			return nil, nil, fmt.Errorf("cannot read the capture: %w", err)
		}
		defer file.Close()
		in = file
	}
	records, err := capture.Read(in)
	if err != nil {
		err = fmt.Errorf("%s: %w", c.name(), err)
	}
	flows, warnings := replay.Flows(records)
	return flows, warnings, err
}

// choose picks the connection.
func (c *importCommand) choose(flows []*replay.Flow) (*replay.Flow, error) {
	switch {
	case len(flows) == 0:
		return nil, fmt.Errorf("%s: there is no TCP connection in it", c.name())
	case c.Stream > len(flows):
		return nil, fmt.Errorf("%s: there are %d connections in it, and no number %d", c.name(), len(flows), c.Stream)
	case c.Stream > 0:
		return flows[c.Stream-1], nil
	case len(flows) > 1:
		return nil, fmt.Errorf("%s: there are %d connections in it: choose one of `pkt import --list` with --stream",
			c.name(), len(flows))
	}
	return flows[0], nil
}

// listFlows prints a table of the connections.
func listFlows(env *environment, flows []*replay.Flow) error {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "stream\tclient\tserver\tpackets\tbytes\tduration\tflags")
	for i, f := range flows {
		fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%d\t%s\t%s\n", i+1, f.Client, f.Server, f.Packets(), f.Bytes(),
			f.Duration().Round(time.Microsecond), f.Flags)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return env.print(b.Bytes())
}

// formatted is the script as pkt fmt writes it.
func (c *importCommand) formatted(text string) (*source.File, error) {
	name := c.Output
	if name == "" {
		name = "import.pkt"
	}
	script := lang.Parse(source.NewFile(name, text), nil)
	if problems := script.Diagnostics(); len(problems) > 0 {
		return nil, fmt.Errorf("the script that was made does not parse, which is a mistake of pkt: line %d: %s",
			script.File.Line(problems[0].Range.Start), problems[0].Message)
	}
	out, err := format.Source(script, format.Options{Simplify: true})
	if err != nil {
		return nil, fmt.Errorf("the script that was made cannot be formatted: %w", err)
	}
	return source.NewFile(name, strings.TrimLeft(out, "\n")), nil
}

// try runs the script and reports how it ended; with --accept it is changed
// until it passes.
func (c *importCommand) try(env *environment, file *source.File) (*source.File, error, error) {
	messages, err := env.messages()
	if err != nil {
		return nil, nil, err
	}
	reporter := suite.NewText(suite.TextOptions{Results: env.stderr, Messages: messages, Cases: 1})
	runner := suite.Runner{Jobs: 1, Observe: reporter.Observe}
	begin := time.Now()
	result, changed, err := runOnce(&runner, file, c.Accept)
	if err != nil {
		return nil, nil, err
	}
	if changed.Text != file.Text {
		fmt.Fprintln(env.stderr, "pkt: the script was changed to expect what this machine's stack does")
	}
	counts := run.Counts{result.Status: 1}
	if err := errors.Join(reporter.Result(result), reporter.Close(counts, time.Since(begin))); err != nil {
		return nil, nil, err
	}
	return changed, verdictOf(counts), nil
}

func runOnce(runner *suite.Runner, file *source.File, accept bool) (*suite.Result, *source.File, error) {
	build := func(f *source.File) (*suite.Case, error) { return suite.NewCase(f, suite.Variant{}, suite.Options{}) }
	ctx := context.Background()
	if accept {
		changed, result, err := runner.Accept(ctx, file, build)
		return result, changed, err
	}
	one, err := build(file)
	if err != nil {
		return nil, nil, err
	}
	var result *suite.Result
	err = runner.Run(ctx, []*suite.Case{one}, func(r *suite.Result) error {
		result = r
		return nil
	})
	return result, file, err
}
