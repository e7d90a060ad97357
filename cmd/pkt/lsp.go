package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/pktlang/pkt/lsp/server"
)

// lspCommand serves an editor.
type lspCommand struct {
	Stdio  bool   `help:"Speak over standard input and output, which is the default."`
	Listen string `placeholder:"ADDRESS" help:"Listen on a port of this machine, such as 127.0.0.1:7007, or on a socket with that path, for one client after the other; for debugging."`
	Trace  string `placeholder:"FILE" help:"Write every message to FILE, a line of JSON each, for a bug report. It holds the text of every script that is opened."`
}

// Help implements kong.HelpProvider.
func (*lspCommand) Help() string {
	return "The language server speaks the Language Server Protocol 3.17. What it answers, and the settings that it " +
		"takes, is in docs/lsp.md.\n\n" +
		examples(
			"pkt lsp", "serve the editor that started it",
			"pkt lsp --trace trace.json", "the same, and keep what both said",
			"pkt lsp --listen 127.0.0.1:7007", "serve an editor that connects",
		)
}

// errServed is returned where the client left without a word: the protocol
// asks for exit code 1.
var errServed = fmt.Errorf("the client left without shutdown: %w", errFound)

// Run serves until the client leaves.
func (c *lspCommand) Run(env *environment) (err error) {
	options := server.Options{Version: version(), Log: env.stderr}
	if options.Program, err = os.Executable(); err != nil {
		return fmt.Errorf("cannot find the path of this program: %w", err)
	}
	if c.Trace != "" {
		trace, err := os.OpenFile(c.Trace, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return fmt.Errorf("cannot write the trace: %w", err)
		}
		defer func() { err = errors.Join(err, trace.Close()) }()
		options.Trace = trace
	}
	if c.Listen != "" {
		return c.listen(env, options)
	}
	if server.Serve(context.Background(), stdio{env.stdin, env.stdout}, options) != 0 {
		return errServed
	}
	return nil
}

// listen serves one client after the other.
func (c *lspCommand) listen(env *environment, options server.Options) error {
	network := "tcp"
	if strings.ContainsAny(c.Listen, `/\`) {
		network = "unix"
	} else if err := loopback(c.Listen); err != nil {
		return err
	}
	listener, err := net.Listen(network, c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	defer listener.Close()
	fmt.Fprintf(env.stderr, "pkt: listening on %s\n", listener.Addr())
	for {
		connection, err := listener.Accept()
		if err != nil {
			return fmt.Errorf("cannot accept a client: %w", err)
		}
		server.Serve(context.Background(), connection, options)
	}
}

// loopback refuses an address that other machines reach: whoever speaks with
// the server can have scripts run.
func loopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: expected HOST:PORT, or the path of a socket: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("cannot listen on %s: only addresses of this machine, such as 127.0.0.1, are served", address)
	}
	return nil
}

// stdio makes one connection of two streams.
type stdio struct {
	io.Reader
	io.Writer
}

// Close closes both, as far as they can be.
func (s stdio) Close() error {
	var problems []error
	for _, end := range []any{s.Reader, s.Writer} {
		if c, ok := end.(io.Closer); ok {
			problems = append(problems, c.Close())
		}
	}
	return errors.Join(problems...)
}
