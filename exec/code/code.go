// Package code runs the Python snippets of a script: it records what the
// kernel says of the socket at each snippet's time, and runs all snippets, each
// with the values recorded for it, when the last event is over.
package code

import (
	"fmt"
	"io"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

// Code is the code of one script. It implements stack.Code. It is not safe for
// concurrent use.
type Code struct {
	file     *source.File
	settings *settings.Settings
	ask      Getsockopt
	output   io.Writer
	snippets []snippet
}

// New returns the code of a script that has none recorded yet. It asks a kernel
// for what it records; what the code prints goes to output.
func New(file *source.File, s *settings.Settings, ask Getsockopt, output io.Writer) *Code {
	return &Code{file: file, settings: s, ask: ask, output: output}
}

// A snippet is the text of one snippet with what was recorded for it. The
// kernel's structures are kept as they are and decoded later, since recording
// happens while the script's time runs.
type snippet struct {
	text  string
	where source.Range // of text
	event source.Range // of the whole event
	data  recorded
}

// recorded are the structures that the kernel returned for a socket.
type recorded struct {
	tcp, congestion, memory []byte
}

func (r recorded) variables() []variable {
	out := append([]variable(nil), symbols...)
	out = append(out, decode(tcpInfo, r.tcp)...)
	out = append(out, decodeCongestion(r.congestion)...)
	return append(out, decode(memoryInfo, r.memory)...)
}

// Record takes the values of the socket with the descriptor live for a snippet.
// Whatever --code_sockopt says, TCP_INFO, TCP_CC_INFO and SO_MEMINFO are all
// recorded, as in the reference.
func (c *Code) Record(live int, statement *lang.Statement, code *lang.Code) error {
	if live < 0 {
		return errNoSocket
	}
	data, err := c.ask.record(live)
	if err != nil {
		return err
	}
	c.snippets = append(c.snippets, snippet{
		text:  code.Text,
		where: trimmed(c.file, statement.Range(code.TextSpan), code.Text),
		event: source.Range{Start: statement.Start(), End: statement.Base + int(statement.Core.End)},
		data:  data,
	})
	return nil
}

// trimmed finds where text stands inside span, which may have spaces around it.
func trimmed(file *source.File, span source.Range, text string) source.Range {
	if at := strings.Index(file.Slice(span), text); at >= 0 {
		span.Start += at
		span.End = span.Start + len(text)
	}
	return span
}

// program writes the Python program that runs all snippets. Each is compiled
// by itself under the script's name and with its lines where they are in the
// script, so that Python itself speaks of the script's lines. report is the
// descriptor that it reports on.
func (c *Code) program(report int) string {
	var out strings.Builder
	fmt.Fprintf(&out, prelude, report)
	name := quote(c.file.Name)
	for i, s := range c.snippets {
		line := c.file.Line(s.where.Start)
		// The reference's name for a snippet's line is that of its event.
		fmt.Fprintf(&out, "\n_pkt_run(%d, %s, %d, %d, %s, {\n", i, name, c.file.Line(s.event.Start),
			line, quote(s.text))
		for _, v := range s.data.variables() {
			fmt.Fprintf(&out, "    %q: %s,\n", v.name, v.value)
		}
		out.WriteString("})\n")
	}
	return out.String()
}

// prelude reports, on a descriptor, each snippet that begins and the exception
// that ends the program, as one line of JSON each. All snippets share one name
// space, as they would in one file. Code positions are of Python 3.11 and later.
const prelude = `import ast, json, os, sys, traceback

def _pkt_report(**what):
    os.write(%d, (json.dumps(what) + "\n").encode())

def _pkt_assertion(source, line):
    # Python places a failed assertion at the operand that it looked at last.
    found = None
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and node.lineno <= line <= node.end_lineno:
            found = node.test
    return found and [found.lineno, found.end_lineno, found.col_offset, found.end_col_offset]

def _pkt_place(error, path, source):
    if isinstance(error, SyntaxError) and error.filename == path:
        return [error.lineno, error.lineno, None, None]
    place = None
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == path:
            place = [trace.tb_lineno, trace.tb_lineno, None, None]
            if hasattr(code, "co_positions"):
                place = list(list(code.co_positions())[trace.tb_lasti // 2])
        trace = trace.tb_next
    if isinstance(error, AssertionError) and place and place[0]:
        place = _pkt_assertion(source, place[0]) or place
    return place

def _pkt_run(index, path, event, line, text, values):
    _pkt_report(snippet=index)
    _pkt_scope.update(values, _file=path, _line=event)
    # A snippet may end with a backslash, after which Python wants a line.
    source = "\n" * (line - 1) + text + "\n\n"
    try:
        exec(compile(source, path, "exec"), _pkt_scope)
    except Exception as error:
        _pkt_report(kind=type(error).__name__, message=str(error), place=_pkt_place(error, path, source),
                    trace=traceback.format_exc())
        sys.stdout.flush()
        sys.exit(1)

_pkt_scope = {"__name__": "__main__", "sys": sys, "traceback": traceback}
`

// quote writes a Python string.
func quote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&out, `\x%02x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
