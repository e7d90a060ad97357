package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"text/tabwriter"

	"github.com/pktlang/pkt/exec/kernel/build"
	"github.com/pktlang/pkt/exec/kernel/store"
)

// kernelCommand makes and keeps kernels that scripts can run on.
type kernelCommand struct {
	Build  kernelBuildCommand  `cmd:"" help:"Build a kernel out of a tree, an archive or a release."`
	List   kernelListCommand   `cmd:"" help:"List the kernels that were built."`
	Info   kernelInfoCommand   `cmd:"" help:"Say what is known of a kernel."`
	Remove kernelRemoveCommand `cmd:"" help:"Remove kernels, with what they were built in."`
}

// Help implements kong.HelpProvider.
func (*kernelCommand) Help() string {
	return "A kernel is built as a user-mode Linux, an ordinary program, with what the Linux selftests of " +
		"packetdrill need. 'pkt run --kernel' runs scripts on it without root, and in virtual time. " +
		"More is in docs/kernels.md.\n\n" +
		examples(
			"pkt kernel build ~/net-next", "build the tree as it lies there; it is not written to",
			"pkt kernel build 7.2",
			"build a release, from Debian's package or an archive on this machine or from kernel.org",
			"pkt run --kernel net-next tests/", "run scripts on it",
			"pkt kernel list", "list what there is",
		)
}

type kernelBuildCommand struct {
	Source string   `arg:"" help:"A kernel tree, an archive or a Debian package with one, or the number of a release."`
	Name   string   `placeholder:"NAME" help:"What to call the kernel (the name of the tree, or the release)."`
	Config []string `type:"existingfile" placeholder:"FILE" help:"Further options, as in .config. May be repeated."`
	HZ     int      `name:"hz" default:"1000" placeholder:"N" help:"Ticks a second (${default})."`
	Debug  bool     `help:"Build with symbols, for a debugger."`
	Jobs   int      `short:"j" placeholder:"N" help:"Compile N files at a time (one for each processor)."`
	Mirror string   `default:"${mirror}" placeholder:"URL" help:"Where the releases of kernel.org are (${default})."`
}

// Help implements kong.HelpProvider.
func (*kernelBuildCommand) Help() string {
	return examples(
		"pkt kernel build .", "build the tree in this folder",
		"pkt kernel build --debug --name mine ~/linux", "build with symbols, under another name",
		"pkt kernel build linux-source-7.2_7.2.13-1_all.deb", "build what a Debian package has",
	)
}

// Run builds the kernel and says what it is.
func (c *kernelBuildCommand) Run(env *environment) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k, err := buildKernel(ctx, env, buildOptions{
		source: c.Source, name: c.Name, mirror: c.Mirror, jobs: c.Jobs,
		fragments: c.Config, hz: c.HZ, debug: c.Debug,
	})
	if err != nil {
		return err
	}
	return env.print([]byte(describeKernel(k)))
}

type kernelListCommand struct{}

// Help implements kong.HelpProvider.
func (*kernelListCommand) Help() string {
	return examples(
		"pkt kernel list", "list the names, versions and sizes of kernels",
	)
}

// Run lists the kernels, one a line.
func (*kernelListCommand) Run(env *environment) error {
	s, err := store.Default()
	if err != nil {
		return err
	}
	all, err := s.List()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return env.print([]byte("no kernels yet: build one with `pkt kernel build`\n"))
	}
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tVERSION\tCOMMIT\tBUILT\tSIZE")
	for _, k := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", k.Name, k.Version, shortCommit(k),
			k.Built.Local().Format("2006-01-02 15:04"), megabytes(k.Size()))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return env.print([]byte(out.String()))
}

type kernelInfoCommand struct {
	Name string `arg:"" help:"The name of a kernel, or its version."`
}

// Help implements kong.HelpProvider.
func (*kernelInfoCommand) Help() string {
	return examples(
		"pkt kernel info 7.2", "say what the kernel of that version was built from, and what it can do",
	)
}

// Run says what is known of a kernel.
func (c *kernelInfoCommand) Run(env *environment) error {
	s, err := store.Default()
	if err != nil {
		return err
	}
	k, err := s.Find(c.Name)
	if err != nil {
		return err
	}
	return env.print([]byte(describeKernel(k)))
}

type kernelRemoveCommand struct {
	Name []string `arg:"" help:"The names of kernels."`
}

// Help implements kong.HelpProvider.
func (*kernelRemoveCommand) Help() string {
	return examples(
		"pkt kernel remove net-next", "remove a kernel, and what its next build would go on with",
	)
}

// Run removes the kernels.
func (c *kernelRemoveCommand) Run() error {
	s, err := store.Default()
	if err != nil {
		return err
	}
	for _, name := range c.Name {
		if err := s.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func describeKernel(k *store.Kernel) string {
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	row := func(what, value string) {
		if value != "" {
			fmt.Fprintf(table, "%s\t%s\n", what, value)
		}
	}
	row("name", k.Name)
	row("version", k.Version)
	row("commit", shortCommit(k))
	row("source", k.Source)
	row("built", k.Built.Local().Format("2006-01-02 15:04:05"))
	row("ticks a second", fmt.Sprint(k.HZ))
	row("features", strings.Join(k.Features, ", "))
	if k.Debug {
		row("with", "symbols")
	}
	row("more options", strings.Join(k.Fragments, ", "))
	row("configuration", k.Config())
	row("program", k.Program())
	row("size", megabytes(k.Size()))
	// Writing to memory does not fail.
	_ = table.Flush()
	return out.String()
}

func shortCommit(k *store.Kernel) string {
	out := k.Commit[:min(len(k.Commit), 12)]
	if k.Dirty {
		out += " with changes"
	}
	return out
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// defaultMirror is a variable of the help texts.
const defaultMirror = build.DefaultMirror
