package build

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Options say how a kernel is built.
type Options struct {
	// Folder is where it is built, and where an earlier build of the same tree
	// may lie already.
	Folder string
	// Fragments are files with further options, as in .config.
	Fragments []string
	HZ        int  // ticks a second; 0 for the usual 1000
	Debug     bool // with symbols for gdb
	Jobs      int
	// Progress, where set, is told what is done, often.
	Progress func(Step)
}

// Step is how far a build is.
type Step struct {
	What string // such as configuring, or a file that is compiled
	// Done are the files compiled, of Of; 0 where that is not known.
	Done, Of int
}

// Result is a kernel that was built.
type Result struct {
	Program string // the kernel
	Config  string // the file of its configuration
	// Refused are options that were asked for and are not in it.
	Refused []string
	HZ      int
	// Compiled is how many files had to be compiled.
	Compiled int
}

// Files of a build folder besides the kernel's own.
const (
	logName      = "pkt-build.log"
	kconfigName  = "pkt-Kconfig"
	allconfig    = "pkt-config"
	compiledName = "pkt-compiled"
)

// Build builds a tree. The error of a failed build is its first one, with where
// to find the rest.
func Build(ctx context.Context, t *Tree, o Options) (*Result, error) {
	if o.HZ == 0 {
		o.HZ = 1000
	}
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		return nil, fmt.Errorf("making the build folder: %w", err)
	}
	source := t
	if t.built() {
		mirrored, err := mirror(ctx, t, filepath.Join(o.Folder, "source-links"))
		if err != nil {
			return nil, err
		}
		source = mirrored
	}
	log, err := os.Create(filepath.Join(o.Folder, logName))
	if err != nil {
		return nil, fmt.Errorf("making the log of the build: %w", err)
	}
	defer log.Close()
	b := &builder{o: o, tree: source, objects: filepath.Join(o.Folder, "objects"), log: log}
	return b.build(ctx)
}

type builder struct {
	o       Options
	tree    *Tree
	objects string
	log     *os.File
	asked   string

	compiled, expected int
}

func (b *builder) build(ctx context.Context) (*Result, error) {
	if err := b.prepare(); err != nil {
		return nil, err
	}
	b.tell("configuring")
	if err := b.make(ctx, "allnoconfig"); err != nil {
		return nil, err
	}
	b.compiled, b.expected = 0, b.lastCompiled()
	if err := b.make(ctx, "-j"+strconv.Itoa(max(b.o.Jobs, 1)), "linux"); err != nil {
		return nil, err
	}
	b.keepCompiled()
	config := filepath.Join(b.objects, ".config")
	got, err := os.ReadFile(config)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration that was built: %w", err)
	}
	return &Result{
		Program: filepath.Join(b.objects, "linux"), Config: config, HZ: b.o.HZ, Compiled: b.compiled,
		Refused: refusedSettings(b.asked, string(got)),
	}, nil
}

// prepare writes what make is told to read instead of the tree's own.
func (b *builder) prepare() error {
	if err := os.MkdirAll(b.objects, 0o755); err != nil {
		return fmt.Errorf("making the build folder: %w", err)
	}
	original, err := os.ReadFile(filepath.Join(b.tree.Folder, "Kconfig"))
	if err != nil {
		return fmt.Errorf("reading the tree's Kconfig: %w", err)
	}
	menu, err := kconfig(string(original), b.o.HZ)
	if err != nil {
		return err
	}
	if b.asked, err = b.o.configuration(b.tree); err != nil {
		return err
	}
	for name, text := range map[string]string{kconfigName: menu, allconfig: b.asked} {
		if err := writeChanged(filepath.Join(b.o.Folder, name), text); err != nil {
			return err
		}
	}
	return nil
}

// writeChanged leaves a file alone that has the text already, so that nothing is
// built anew for its time.
func writeChanged(path, text string) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == text {
		return nil
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("writing for the build: %w", err)
	}
	return nil
}

func (b *builder) tell(what string) {
	if b.o.Progress != nil {
		b.o.Progress(Step{What: what, Done: b.compiled, Of: max(b.expected, b.compiled)})
	}
}

// make runs make(1) on the tree, and looks at what it prints.
func (b *builder) make(ctx context.Context, arguments ...string) error {
	cc := compiler()
	command := exec.CommandContext(ctx, "make", append([]string{
		"-C", b.tree.Folder, "ARCH=um", "O=" + b.objects,
		"KBUILD_KCONFIG=" + filepath.Join(b.o.Folder, kconfigName),
		"KCONFIG_ALLCONFIG=" + filepath.Join(b.o.Folder, allconfig),
		"CC=" + withCache(cc), "HOSTCC=" + withCache("gcc"),
	}, arguments...)...)
	// What the user builds other kernels with is of no concern here.
	command.Env = append(os.Environ(), "LC_ALL=C", "ARCH=", "CROSS_COMPILE=", "KBUILD_OUTPUT=", "MAKEFLAGS=")
	together(command)
	command.WaitDelay = 5 * time.Second
	output, input := io.Pipe()
	command.Stdout, command.Stderr = input, input
	seen := make(chan *firstError)
	go func() { seen <- b.watch(output) }()
	err := command.Run()
	_ = input.Close()
	problem := <-seen
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("the build of %s was interrupted: %w", b.tree.Folder, ctx.Err())
	case errors.As(err, &exit):
		return fmt.Errorf("%s does not build:\n%s\n(all that was printed is in %s)",
			b.tree.Folder, problem.text(), b.log.Name())
	}
	return fmt.Errorf("cannot run make: %w", err)
}

// action is a line in which kbuild says what it does, such as
// "  CC      net/ipv4/tcp.o".
var action = regexp.MustCompile(`^  ([A-Z][A-Z0-9_ ]*?)(?: \[M\])? +(\S+)$`)

// watch copies what make prints to the log, counts what is compiled and keeps
// the first error.
func (b *builder) watch(output io.Reader) *firstError {
	problem := &firstError{}
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		fmt.Fprintln(b.log, line)
		problem.add(line)
		if m := action.FindStringSubmatch(line); m != nil {
			if m[1] == "CC" || m[1] == "AS" {
				b.compiled++
			}
			b.tell(m[2])
		}
	}
	// A line without an end in sight is no error of the build.
	_, _ = io.Copy(b.log, output)
	return problem
}

// usualCompiled is about how many files a build of our configuration compiles.
const usualCompiled = 1000

// lastCompiled is how many files are to be expected: what the last whole build
// took, or nothing known where the folder holds a build to go on with.
func (b *builder) lastCompiled() int {
	if _, err := os.Stat(filepath.Join(b.objects, "linux")); err == nil {
		return 0
	}
	if text, err := os.ReadFile(filepath.Join(b.o.Folder, compiledName)); err == nil {
		if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && n > 0 {
			return n
		}
	}
	return usualCompiled
}

func (b *builder) keepCompiled() {
	if b.expected > 0 {
		// Only the progress of the next build is the worse without.
		_ = os.WriteFile(filepath.Join(b.o.Folder, compiledName), []byte(strconv.Itoa(b.compiled)), 0o644)
	}
}
